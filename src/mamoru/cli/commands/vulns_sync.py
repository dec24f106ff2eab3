"""`mamoru vulns sync`: bring the local vulnerability data up to date, from the feeds or from files."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mamoru.cli.output import emit, progress
from mamoru.errors import InputError
from mamoru.language import Lang, Text

if TYPE_CHECKING:
    from mamoru.jobs.vulns.sync import SyncTold

NAME = ("vulns", "sync")
HELP = Text(
    "脆弱性データをつくるか、新しくする",
    "build the local vulnerability data, or bring it up to date",
)
FORMATS = ("text", "json")
FROM = Text(
    "取得せず、このファイル・フォルダー（またはバンドル）から読む。何度でも指定できる",
    "read these files, folders (or a bundle) instead of fetching; may be given several times",
)
TRUST = Text(
    "バンドルの署名者の指紋（はじめて取り込むとき）", "fingerprint of the bundle's signer (the first time)"
)
OLDER = Text(
    "前に取り込んだものより古いバンドルも受け入れる", "accept a bundle older than the one taken in before"
)
ALONE = Text(
    "バンドルは、ほかのファイルと一緒には読めません: {path}",
    "A bundle is not read together with other files: {path}",
)
ONE = Text("--from にバンドルだけを指定してください。", "Give the bundle alone with --from.")
NO_BUNDLE = Text(
    "--trust と --allow-older はバンドルだけに使えます。", "--trust and --allow-older are for a bundle."
)
FEEDS = Text("情報源（,で区切る。既定はすべて）", "feeds (comma between; default: all)")


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("--from", dest="paths", action="append", type=Path, metavar="PATH", help=FROM[lang])
    parser.add_argument("--trust", metavar="FINGERPRINT", help=TRUST[lang])
    parser.add_argument("--allow-older", action="store_true", help=OLDER[lang])
    parser.add_argument("--feeds", default="", metavar="ID,…", help=FEEDS[lang])


def run(options: argparse.Namespace) -> int:
    """0 when the data was made, with what is missing told; 3 where no feed could be reached."""
    from mamoru.assessment.report.terminal.pen import Pen
    from mamoru.cli.presenting import indented, terminal_style
    from mamoru.cli.screens.vulns_sync import sync_lines
    from mamoru.exit_status import ended

    told = _told(options)
    if options.format == "json":
        emit(indented(told), options.output)
    else:
        emit("\n".join(sync_lines(told, Pen(options.lang, terminal_style(options)))), options.output)
    return ended("vulns sync", found=False, looked=told.looked)


def _told(options: argparse.Namespace) -> "SyncTold":
    from mamoru.operation.vulnerabilities.bundle import is_bundle

    at = datetime.now(UTC).replace(microsecond=0)
    bundle = next((path for path in options.paths or () if is_bundle(path)), None)
    if bundle is not None:
        if len(options.paths) > 1 or options.feeds:
            raise InputError(ALONE.fill(path=bundle), ONE)
        from mamoru.jobs.vulns.bundle import bundle_taken

        return bundle_taken(bundle, at=at, trust=options.trust, older_too=options.allow_older)
    if options.trust or options.allow_older:
        raise InputError(NO_BUNDLE, ONE)
    from mamoru.jobs.vulns.sync import synced

    ids = tuple(id.strip() for id in options.feeds.split(",") if id.strip())
    return synced(options.paths, ids, at=at, progress=progress(options.lang), environment=os.environ)
