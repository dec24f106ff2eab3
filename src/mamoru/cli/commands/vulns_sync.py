"""`mamoru vulns sync`: bring the local vulnerability data up to date, from the feeds or from files."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from mamoru.cli.output import emit, progress
from mamoru.language import Lang, Text

NAME = ("vulns", "sync")
HELP = Text(
    "脆弱性データを作るか、新しくする",
    "build the local vulnerability data, or bring it up to date",
)
FORMATS = ("text", "json")
FROM = Text(
    "取得せず、このファイル・フォルダー（またはバンドル）から読む。何度でも指定できる",
    "read these files, folders (or a bundle) instead of fetching; may be given several times",
)
FEEDS = Text("情報源（,で区切る。既定はすべて）", "feeds (comma between; default: all)")


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("--from", dest="paths", action="append", type=Path, metavar="PATH", help=FROM[lang])
    parser.add_argument("--feeds", default="", metavar="ID,…", help=FEEDS[lang])


def run(options: argparse.Namespace) -> int:
    """0 when the data was made, with what is missing told; 3 where no feed could be reached."""
    from mamoru.assessment.report.terminal.pen import Pen
    from mamoru.cli.presenting import indented, terminal_style
    from mamoru.cli.screens.vulns_sync import sync_lines
    from mamoru.examination.syncing import synced

    ids = tuple(id.strip() for id in options.feeds.split(",") if id.strip())
    at = datetime.now(UTC).replace(microsecond=0)
    told = synced(options.paths, ids, at=at, progress=progress(options.lang))
    if options.format == "json":
        emit(indented(told), options.output)
    else:
        emit("\n".join(sync_lines(told, Pen(options.lang, terminal_style(options)))), options.output)
    return 0 if told.files else 3
