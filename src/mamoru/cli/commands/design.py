"""`mamoru design`: assets, data-flow diagram, threats, rated risks, required measures."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mamoru.cli.output import emit
from mamoru.cli.parser import add_day
from mamoru.language import Lang, Text

if TYPE_CHECKING:
    from mamoru.jobs import Wish
    from mamoru.jobs.design.designing import Designed

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
PACK = Text("専門家への相談に渡す書庫（zip）を書く", "write an archive (zip) for an adviser from outside")
REDACT = Text(
    "書庫で伏せるもの（,で区切る）: people, peers, suppliers, documents, names, ports",
    "what to take out of it (comma between): people, peers, suppliers, documents, names, ports",
)
ANSWERS = Text("専門家が書いた answers.yaml を証跡として残す", "keep an adviser's answers.yaml as evidence")
NO_KIND = Text("伏せられるものではありません: {kind}", "nothing that can be taken out: {kind}")
WRITTEN = Text(
    "書きました: {file}。自由に書いた文は伏せていないので、渡す前に中を確かめてください。",
    "Written: {file}. Free texts are left as they are: look through it before you hand it out.",
)
KEPT = Text(
    "{adviser} の答えを証跡に残しました（見方の違い {n}件）",
    "The answers of {adviser} are kept ({n} differing)",
)
ONE = Text("図は製品一つずつです。", "A picture shows one product.")
CHOOSE = Text("製品のフォルダーを指定してください。", "Give one product's folder.")


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("path", nargs="?", type=Path, default=Path(), metavar="DIR", help=PATH[lang])
    parser.add_argument("--release", metavar="VERSION", help=RELEASE[lang])
    parser.add_argument("--since", type=Path, metavar="DIR|FILE", help=SINCE[lang])
    parser.add_argument("--pack", type=Path, metavar="FILE", help=PACK[lang])
    parser.add_argument("--redact", type=_kinds(lang), default=(), metavar="KINDS", help=REDACT[lang])
    parser.add_argument("--answers", type=Path, metavar="FILE", help=ANSWERS[lang])
    add_day(parser, lang)


def _kinds(lang: Lang) -> Callable[[str], tuple[str, ...]]:
    def kinds(value: str) -> tuple[str, ...]:
        from mamoru.design.consultation import REDACTIONS

        named = tuple(part.strip() for part in value.split(",") if part.strip())
        for kind in named:
            if kind not in REDACTIONS:
                raise argparse.ArgumentTypeError(NO_KIND.fill(kind=kind)[lang])
        return named

    return kinds


def run(options: argparse.Namespace) -> int:
    """1 where a threat is neither countered nor avoided, transferred or accepted; 3 where nothing is
    declared that a threat could follow from; else 0."""
    import msgspec

    from mamoru.assessment.report.terminal.pen import Pen
    from mamoru.cli.presenting import indented, terminal_style  # late: --help stays quick
    from mamoru.cli.screens.design import design_lines
    from mamoru.design.diagram import diagram, svg
    from mamoru.errors import InputError
    from mamoru.exit_status import ended, worst
    from mamoru.jobs import Wish
    from mamoru.jobs.design.designing import designs

    now = datetime.now(UTC).replace(microsecond=0)
    wish = Wish(on=options.on or now.astimezone().date(), at=now, release=options.release)
    found = designs(options.path, wish, options.since)
    if options.pack is not None or options.answers is not None:
        return _consult(options, found, wish)
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
    return worst([ended("design", found=not each.told.answered, looked=each.told.looked) for each in found])


def _consult(options: argparse.Namespace, found: "list[Designed]", wish: "Wish") -> int:
    """Write the pack, keep the answers; 1 where the adviser sees something differently, else 0."""
    from mamoru.document_store.whole_file import write_whole
    from mamoru.exit_status import ended
    from mamoru.jobs.design.consulting import consultation_pack, keep_answers, only

    designed, said, differing = only(found), [], 0
    if options.answers is not None:
        evidence = keep_answers(options.path, designed, options.answers, wish)
        differing = len(evidence.findings)
        said.append(KEPT.fill(adviser=evidence.shows[0].by, n=differing)[options.lang])
    if options.pack is not None:
        body = consultation_pack(designed, options.redact, options.lang)
        options.pack.parent.mkdir(parents=True, exist_ok=True)
        write_whole(options.pack, body)
        said.append(WRITTEN.fill(file=options.pack)[options.lang])
    emit("\n".join(said), options.output)
    return ended("design", found=bool(differing), looked=None)
