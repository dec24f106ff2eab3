"""`mamoru vulns match`: the published vulnerabilities of what a list of parts, an image or folder holds."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mamoru.cli.output import emit, progress
from mamoru.cli.parser import add_day
from mamoru.language import Lang, Text

if TYPE_CHECKING:
    from mamoru.operation.vulnerabilities.telling import MatchesTold

NAME = ("vulns", "match")
HELP = Text(
    "部品表（SBOM）やイメージの部品に当てはまる脆弱性を示す",
    "tell the vulnerabilities that affect the parts of an SBOM or an image",
)
FORMATS = ("text", "json")
PATH = Text(
    "部品表（CycloneDX・SPDX・Yocto・Buildrootなど）、イメージ、または展開済みのフォルダー",
    "a list of parts (CycloneDX, SPDX, Yocto, Buildroot …), an image, or an unpacked folder",
)


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("path", type=Path, metavar="SBOM", help=PATH[lang])
    add_day(parser, lang)


def run(options: argparse.Namespace) -> int:
    """1 where something open affects, else 3 where something could not be decided, else 0."""
    from mamoru.operation.vulnerabilities.telling import status

    told = _told(options)
    if options.format == "json":
        import msgspec

        emit(msgspec.json.encode(told).decode(), options.output)
    else:
        from mamoru.assessment.report.terminal.pen import Pen
        from mamoru.cli.presenting import terminal_style
        from mamoru.cli.screens.vulns_match import match_lines

        emit("\n".join(match_lines(told, Pen(options.lang, terminal_style(options)))), options.output)
    return status(told)


def _told(options: argparse.Namespace) -> "MatchesTold":
    from mamoru.operation.vulnerabilities.store.opening import current_store
    from mamoru.operation.vulnerabilities.telling import components_in, is_list, matches_told

    day = options.on or datetime.now(UTC).astimezone().date()
    if is_list(options.path):  # a list needs nothing of the firmware engine, whose import alone takes longer
        components, unread = components_in(options.path)
        with current_store() as store:
            return matches_told(components, store, on=day, path=options.path.as_posix(), unread=unread)
    from mamoru.examination.matches import matches_of_image

    return matches_of_image(options.path, on=day, progress=progress(options.lang))
