"""`mamoru mud DIR`: the MUD file of a product."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

from mamoru.cli.output import emit
from mamoru.cli.parser import add_day
from mamoru.language import Lang, Text

NAME = ("mud",)
HELP = Text(
    "製品の通信を書いた MUD ファイル（RFC 8520）をつくる",
    "write the MUD file (RFC 8520) that says what a product talks to",
)
FORMATS = ("json",)
PATH = Text(
    "製品かワークスペースのフォルダー（既定: いまのフォルダー）",
    "a product or workspace folder (default: this folder)",
)
PRODUCT = Text("製品の識別名（いくつもあるとき）", "id of the product, where there are several")
RELEASE = Text("版（既定: 最新）", "release (default: the latest)")
URL = Text("MUD ファイルを公開する場所（https://…）", "where the file will be published (https://…)")


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("path", nargs="?", type=Path, default=Path(), metavar="DIR", help=PATH[lang])
    parser.add_argument("--product", metavar="ID", help=PRODUCT[lang])
    parser.add_argument("--release", metavar="VERSION", help=RELEASE[lang])
    parser.add_argument("--url", metavar="URL", help=URL[lang])
    add_day(parser, lang)


def run(options: argparse.Namespace) -> int:
    """Write the file; what could not be put into it is told on standard error: 3 where a declared peer is
    not in it, else 0."""
    from mamoru.exit_status import ended
    from mamoru.jobs.mud.traffic import mud_file

    day = options.on or datetime.now(UTC).astimezone().date()
    made = mud_file(options.path, product=options.product, release=options.release, url=options.url, on=day)
    emit(made.body.decode(), options.output)
    for told in (*made.notes, *made.gaps):
        print(told[options.lang], file=sys.stderr)
    return ended("mud", found=False, looked=made.looked)
