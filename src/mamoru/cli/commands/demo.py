"""`mamoru demo`: the main job on a shipped example, with nothing to prepare."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mamoru.cli.output import emit, progress
from mamoru.cli.parser import add_day
from mamoru.language import Lang, Text

if TYPE_CHECKING:
    from mamoru.assessment.report.model import Report

NAME = ("demo",)
HELP = Text(
    "見本のネットワークカメラで、ひととおりやってみせる",
    "show the main job on an example, a small network camera",
)
FORMATS = ("text", "json")
PATH = Text("見本を置くフォルダー（既定: demo）", "folder for the example (default: demo)")
KEPT = Text(
    "あなたが変えたファイルはそのまま残しました: {names}", "Files that you changed were kept: {names}"
)
MENDED = Text("直した版 {version}", "The mended release {version}")
GONE = Text(
    "{old} の弱点 {before}件のうち {gone}件がなくなり、{left}件が残っています。",
    "Of the {before} weaknesses of {old}, {gone} are gone and {left} are left.",
)
HELD = Text("満たす項目: {before} → {after}", "Points that hold: {before} → {after}")
OPEN = Text(
    "報告書: {first}（{old}）、{second}（{version}）", "Reports: {first} ({old}), {second} ({version})"
)


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("path", nargs="?", type=Path, default=Path("demo"), metavar="DIR", help=PATH[lang])
    add_day(parser, lang)


def run(options: argparse.Namespace) -> int:
    """Prepare the example, examine both releases, present the first and what mending changed; 0 once
    it has run, for the state is in what it prints."""
    from mamoru.cli.presenting import presented
    from mamoru.demo import prepare
    from mamoru.exit_status import ended
    from mamoru.jobs import Wish, examine
    from mamoru.jobs.check.writing import write_reports
    from mamoru.looked import together

    lang, tell = options.lang, progress(options.lang)
    prepared = prepare(options.path, progress=(lambda what, share: tell(what[lang], share)) if tell else None)
    now = datetime.now(UTC).replace(microsecond=0)
    on = options.on or now.astimezone().date()
    reports: list[Report] = []
    written: list[Path] = []
    for image in prepared.images:
        wish = Wish(on=on, at=now, release=image.version, lacking=image.why)
        report = examine(prepared.folder, wish, tell)[0]
        place = options.path / "report" if not reports else options.path / "report" / image.version
        reports.append(report)
        written += write_reports(place, [report], lang)
    shown = reports[:1] if options.format == "text" else reports
    text = presented(shown, options, written, release=reports[0].release)
    if options.format == "text":
        text += "\n" + "\n".join(_mended(reports, written, lang)) + "\n"
        text += "".join(f"{image.why[lang]}\n" for image in prepared.images if image.why is not None)
        if prepared.kept:
            text += KEPT.fill(names=", ".join(prepared.kept))[lang] + "\n"
    emit(text, options.output)
    return ended("demo", found=False, looked=together([report.looked for report in reports]))


def _mended(reports: "list[Report]", written: list[Path], lang: Lang) -> list[str]:
    first, last = reports[0], reports[-1]
    changes = last.changes
    held = [report.assessment.standards[0].counts["holds"] for report in (first, last)]
    lines = [f" {MENDED.fill(version=last.release)[lang]}"]
    if changes is not None:
        before = len([f for f in first.findings if f.check.startswith("FW-")])
        left = len([f for f in last.findings if f.check.startswith("FW-")])
        lines.append(
            "   " + GONE.fill(old=first.release, before=before, gone=len(changes.gone), left=left)[lang]
        )
    lines.append("   " + HELD.fill(before=held[0], after=held[1])[lang])
    names = {"first": written[0].as_posix(), "second": written[-1].as_posix()}
    lines.append(" " + OPEN.fill(old=first.release, version=last.release, **names)[lang])
    return lines
