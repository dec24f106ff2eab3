"""`mamoru vulns match`: the published vulnerabilities of what a list of parts, an image or folder holds."""

import argparse
import shlex
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mamoru.cli.output import emit, emit_json, progress
from mamoru.cli.parser import add_day
from mamoru.language import Lang, Text

if TYPE_CHECKING:
    from mamoru.operation.vulnerabilities.telling import MatchesTold

NAME = ("vulns", "match")
HELP = Text(
    "部品表（SBOM）やイメージの部品に当てはまる脆弱性を示す",
    "tell the vulnerabilities that affect the parts of an SBOM or an image",
)
FORMATS = ("text", "json", "sarif", "openvex", "cyclonedx", "csaf")
PATH = Text(
    "部品表（CycloneDX・SPDX・Yocto・Buildrootなど）、イメージ、展開済みのフォルダー、または調べたことのあるワークスペース",
    "a list of parts (CycloneDX, SPDX, Yocto, Buildroot …), an image, an unpacked folder, or a workspace that was checked before",
)
PRODUCT = Text("ワークスペースの製品（id）", "the workspace's product (id)")
RELEASE = Text("その版（既定: 最新）", "its release (default: the latest)")
ALL = Text(
    "カーネルの脆弱性も、まとめずに1件ずつ示す", "tell a kernel's vulnerabilities one by one too, not in sum"
)
ONLY_WORKSPACE = Text(
    "VEX（{form}）はワークスペースの版についてだけつくれます。",
    "A VEX document ({form}) is made of a workspace's release only.",
)
GIVE_WORKSPACE = Text("maker.yaml のあるフォルダーを指定してください。", "Give the folder with maker.yaml.")
VEX = ("openvex", "cyclonedx", "csaf")


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("path", type=Path, metavar="SBOM", help=PATH[lang])
    parser.add_argument("--product", metavar="ID", help=PRODUCT[lang])
    parser.add_argument("--release", metavar="VERSION", help=RELEASE[lang])
    parser.add_argument("--all", action="store_true", help=ALL[lang])
    add_day(parser, lang)


def run(options: argparse.Namespace) -> int:
    """1 where something open affects, else 3 where something could not be decided, else 0; 0 when a VEX
    document was made."""
    from mamoru.exit_status import ended

    if options.format in VEX:
        emit(_vex(options), options.output)
        return 0
    told = _told(options)
    if options.format == "json":
        import msgspec

        emit_json(msgspec.json.encode(told), options.output)
    elif options.format == "sarif":
        from mamoru.operation.vulnerabilities.telling.sarif import sarif

        emit(sarif(told), options.output)
    else:
        from mamoru.assessment.report.terminal.pen import Pen
        from mamoru.cli.presenting import terminal_style
        from mamoru.cli.screens.vulns_match import match_lines

        pen = Pen(options.lang, terminal_style(options))
        emit("\n".join(match_lines(told, pen, _place(options))), options.output)
    found = any(match.wants_answer for match in told.matches)
    found = found or any(kernel.affected for kernel in told.kernels)
    return ended("vulns match", found=found, looked=told.looked)


def _place(options: argparse.Namespace) -> str:
    """What to type after an id so that `mamoru explain` speaks of the same."""
    words = [options.path.as_posix()]
    for name in ("product", "release"):
        if (value := getattr(options, name)) is not None:
            words += [f"--{name}", value]
    return shlex.join(words)


def _told(options: argparse.Namespace) -> "MatchesTold":
    from mamoru.cli.uncollected import uncollected
    from mamoru.operation.vulnerabilities.store.opening import current_store
    from mamoru.operation.vulnerabilities.telling import (
        components_in,
        is_list,
        matches_folded,
        matches_told,
    )

    day = options.on or datetime.now(UTC).astimezone().date()
    tell_them = matches_told if options.all or options.format == "sarif" else matches_folded
    if is_list(options.path):  # a list needs nothing of the firmware engine, whose import alone takes longer
        with uncollected():
            components, unread = components_in(options.path)
            with current_store() as store:
                return tell_them(components, store, on=day, path=options.path.as_posix(), unread=unread)
    from mamoru.jobs import is_workspace
    from mamoru.jobs.vulns.match import matches_of_image
    from mamoru.jobs.vulns.match_release import matches_of_release, release_parts

    tell = progress(options.lang)
    if is_workspace(options.path):
        return matches_of_release(
            release_parts(options.path, options.product, options.release, tell), tell_them, on=day
        )
    return matches_of_image(options.path, tell_them, on=day, progress=tell)


def _vex(options: argparse.Namespace) -> str:
    from mamoru.errors import InputError
    from mamoru.jobs import is_workspace
    from mamoru.jobs.vulns.match_release import release_parts, vex_of_release

    if not is_workspace(options.path):
        raise InputError(ONLY_WORKSPACE.fill(form=options.format), GIVE_WORKSPACE)
    now = datetime.now(UTC).replace(microsecond=0)
    day = options.on or now.astimezone().date()
    parts = release_parts(options.path, options.product, options.release, progress(options.lang))
    return vex_of_release(parts, options.format, on=day, at=now, lang=options.lang)
