"""`mamoru sbom check FILE`: how good a bill of materials is, against the minimum elements."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from mamoru.cli.output import emit, progress
from mamoru.language import Lang, Text

NAME = ("sbom", "check")
HELP = Text(
    "部品表（SBOM）に必要な項目がそろっているかを調べる",
    "tell whether a bill of materials says what it should",
)
FORMATS = ("text", "json")
FILE = Text(
    "CycloneDXかSPDXの部品表。イメージかフォルダーなら、その部品表をつくって調べる",
    "a CycloneDX or SPDX bill; of an image or folder the bill that it gives",
)
AGAINST = Text(
    "判定に使う項目の組（,で区切る）: ntia-2021, meti-2.0, cisa-2025-draft",
    "sets of elements that count (comma between): ntia-2021, meti-2.0, cisa-2025-draft",
)
NO_SET = Text("知らない組です: {id}", "no such set: {id}")


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("file", type=Path, metavar="FILE", help=FILE[lang])
    parser.add_argument("--against", type=_sets(lang), metavar="SETS", help=AGAINST[lang])


def run(options: argparse.Namespace) -> int:
    """1 where a set that counts asks for more, or a rule of the form is broken; else 3 where it lists no
    part; else 0."""
    from mamoru.assessment.report.terminal.pen import Pen
    from mamoru.cli.presenting import indented, terminal_style
    from mamoru.cli.screens.sbom_check import check_lines
    from mamoru.exit_status import ended
    from mamoru.jobs.sbom.check import bill_quality

    now = datetime.now(UTC).replace(microsecond=0)
    told = bill_quality(options.file, at=now, asked=options.against, progress=progress(options.lang))
    if options.format == "json":
        emit(indented(told), options.output)
    else:
        emit("\n".join(check_lines(told, Pen(options.lang, terminal_style(options)))), options.output)
    return ended("sbom check", found=told.falls_short, looked=told.looked)


def _sets(lang: Lang) -> Callable[[str], tuple[str, ...]]:
    def sets(value: str) -> tuple[str, ...]:
        from mamoru.product.bill.sets import SETS

        ids = tuple(part.strip() for part in value.split(",") if part.strip())
        for id in ids:
            if id not in {each.id for each in SETS}:
                raise argparse.ArgumentTypeError(NO_SET.fill(id=id)[lang])
        return ids

    return sets
