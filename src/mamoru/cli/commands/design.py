"""`mamoru design`: assets, data-flow diagram, threats, rated risks, required measures."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from mamoru.cli.output import emit
from mamoru.cli.parser import add_day
from mamoru.language import Lang, Text

NAME = ("design",)
HELP = Text(
    "守るもの・脅威・リスク・必要な技術的対策を、製品ファイルから導く",
    "derive what to protect, threats, risks and required measures from the product file",
)
FORMATS = ("text", "json", "svg")
PATH = Text(
    "製品かワークスペースのフォルダー（既定: いまのフォルダー）",
    "a workspace or product folder (default: this folder)",
)
RELEASE = Text("版（既定: 最新）", "release (default: the latest)")
SINCE = Text(
    "比べる前の product.yaml かそのフォルダー。変わった点と、繰り返す試験を示す",
    "an older product.yaml or its folder: tell what changed and which tests to repeat",
)
ONE = Text("図は製品一つずつです。", "A picture shows one product.")
CHOOSE = Text("製品のフォルダーを指定してください。", "Give one product's folder.")


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("path", nargs="?", type=Path, default=Path(), metavar="DIR", help=PATH[lang])
    parser.add_argument("--release", metavar="VERSION", help=RELEASE[lang])
    parser.add_argument("--since", type=Path, metavar="DIR|FILE", help=SINCE[lang])
    add_day(parser, lang)


def run(options: argparse.Namespace) -> int:
    """1 where a threat is neither countered nor avoided, transferred or accepted, else 0."""
    import msgspec

    from mamoru.assessment.report.terminal.pen import Pen
    from mamoru.cli.presenting import indented, terminal_style  # late: --help stays quick
    from mamoru.cli.screens.design import design_lines
    from mamoru.design.diagram import diagram, svg
    from mamoru.errors import InputError
    from mamoru.examination import Wish
    from mamoru.examination.designing import designs

    now = datetime.now(UTC).replace(microsecond=0)
    wish = Wish(on=options.on or now.astimezone().date(), at=now, release=options.release)
    found = designs(options.path, wish, options.since)
    if options.format == "svg":
        if len(found) > 1:
            raise InputError(ONE, CHOOSE)
        text = svg(diagram(found[0].papers.product), options.lang)
    elif options.format == "json" and len(found) == 1:
        text = indented(found[0].told)
    elif options.format == "json":
        body = {"schema": "mamoru/designs/1", "products": [each.told for each in found]}
        text = msgspec.json.format(msgspec.json.encode(body), indent=2).decode()
    else:
        pen = Pen(options.lang, terminal_style(options))
        text = "\n".join("\n".join(design_lines(each.told, pen)) for each in found)
    emit(text, options.output)
    return 0 if all(each.told.answered for each in found) else 1
