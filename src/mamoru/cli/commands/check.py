"""`mamoru check`: the main job, on a workspace, a product folder or a bare image."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from mamoru.cli.output import emit, progress
from mamoru.cli.parser import add_day, add_keys
from mamoru.language import Lang, Text

NAME = ("check",)
HELP = Text(
    "製品のフォルダーかファームウェアを調べ、どこまでできているかを示す",
    "check a product folder or a firmware image, and say where it stands",
)
FORMATS = ("text", "json", "sarif", "html")
PATH = Text(
    "製品・ワークスペースのフォルダー、またはイメージ（既定: いまのフォルダー）",
    "a workspace or product folder, or an image (default: this folder)",
)
STANDARD = Text(
    "基準（例: jc-star-1,en-303-645）。guide は常に含む",
    "standards (example: jc-star-1,en-303-645); guide is always in",
)
RELEASE = Text("版（既定: 最新）", "release (default: the latest)")
REPORT = Text("報告書を書くフォルダー", "folder to write the report into")


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("path", nargs="?", type=Path, default=Path(), metavar="DIR|IMAGE", help=PATH[lang])
    parser.add_argument("--standard", default="", metavar="ID,…", help=STANDARD[lang])
    parser.add_argument("--release", metavar="VERSION", help=RELEASE[lang])
    parser.add_argument("--report", type=Path, metavar="DIR", help=REPORT[lang])
    add_day(parser, lang)
    add_keys(parser, lang)


def run(options: argparse.Namespace) -> int:
    """Examine, write the report, present; the status is the result's."""
    from mamoru.assessment.report.verdict import found  # late: --help stays quick
    from mamoru.cli.presenting import presented
    from mamoru.exit_status import ended, worst
    from mamoru.jobs import Wish, examine, is_workspace
    from mamoru.jobs.check.writing import write_reports

    now = datetime.now(UTC).replace(microsecond=0)
    wish = Wish(
        on=options.on or now.astimezone().date(),
        at=now,
        standards=tuple(id.strip() for id in options.standard.split(",") if id.strip()),
        release=options.release,
        keys=tuple(options.keys),
    )
    reports = examine(options.path, wish, progress(options.lang))
    folder = options.report
    if folder is None and is_workspace(options.path):
        folder = options.path / "report" if options.path.is_dir() else options.path.parent / "report"
    written = write_reports(folder, reports, options.lang) if folder is not None else []
    emit(presented(reports, options, written), options.output)
    return worst([ended("check", found=found(report), looked=report.looked) for report in reports])
