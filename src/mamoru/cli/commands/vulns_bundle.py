"""`mamoru vulns bundle`: a signed copy of the vulnerability data, for machines without a network."""

import argparse
from datetime import UTC, datetime, timedelta
from pathlib import Path

from mamoru.cli.output import emit
from mamoru.language import Lang, Text

NAME = ("vulns", "bundle")
HELP = Text(
    "脆弱性データを署名付きの1ファイルにまとめる（ネットワークのない場所へ運ぶ）",
    "write the vulnerability data as one signed file, to carry to where there is no network",
)
FORMATS = ("text", "json")
FILE_NAME = "mamoru-vulns.bundle"
DAYS = Text("取り込める日数（既定: {days}）", "how many days it may be taken in (default: {days})")
NOT_DAYS = Text("1から3650までの日数ではありません: {value}", "not a number of days from 1 to 3650: {value}")
VALID_DAYS, MOST_DAYS = 90, 3650


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""

    def days(value: str) -> int:
        if not value.isascii() or not value.isdigit() or not 0 < int(value[:6]) <= MOST_DAYS:
            raise argparse.ArgumentTypeError(NOT_DAYS.fill(value=value)[lang])
        return int(value)

    parser.add_argument(
        "--days", type=days, default=VALID_DAYS, metavar="N", help=DAYS.fill(days=VALID_DAYS)[lang]
    )


def run(options: argparse.Namespace) -> int:
    """0 when it was made."""
    from mamoru.assessment.report.terminal.pen import Pen
    from mamoru.cli.presenting import indented, terminal_style
    from mamoru.cli.screens.vulns_bundle import bundle_lines
    from mamoru.jobs.vulns.bundle import bundle_made

    at = datetime.now(UTC).replace(microsecond=0)
    target = options.output or Path(FILE_NAME)
    told = bundle_made(target, at=at, valid=timedelta(days=options.days))
    if options.format == "json":
        emit(indented(told), None)
    else:
        emit("\n".join(bundle_lines(told, Pen(options.lang, terminal_style(options)))), None)
    return 0
