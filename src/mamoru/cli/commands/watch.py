"""`mamoru watch`: what is new or changed since the last watch, per release; quiet where nothing is."""

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mamoru.cli.output import emit, progress
from mamoru.cli.parser import add_day
from mamoru.language import Lang, Text

if TYPE_CHECKING:
    from mamoru.operation.vulnerabilities.watching.shapes import WatchTold

NAME = ("watch",)
HELP = Text(
    "前回から変わった脆弱性を、製品の版ごとに知らせる。変わりがなければ何も出さない",
    "tell what is new or changed in vulnerabilities since the last run, per release; else be quiet",
)
FORMATS = ("text", "json")
PATH = Text(
    "ワークスペースのフォルダー（既定: いまのフォルダー）", "the workspace folder (default: this folder)"
)
NOTIFY = Text(
    "新しいことを送る先（https:// のWebhook、または apprise のURL）。何度でも指定できる。環境変数 {variable} にも書ける",
    "where to send what is new (an https:// webhook or a URL of apprise); may be given several times, or in {variable}",
)
VARIABLE = "MAMORU_NOTIFY"


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("path", nargs="?", type=Path, default=Path(), metavar="DIR", help=PATH[lang])
    parser.add_argument(
        "--notify", action="append", default=[], metavar="URL", help=NOTIFY.fill(variable=VARIABLE)[lang]
    )
    add_day(parser, lang)


def run(options: argparse.Namespace) -> int:
    """1 where something new wants an answer; else 3 where something is undecided or not known; else 0."""
    from mamoru.cli.screens.watch import message
    from mamoru.exit_status import ended
    from mamoru.jobs.watch.sending import Faces
    from mamoru.jobs.watch.watching import watch

    at = datetime.now(UTC).replace(microsecond=0)
    told = watch(
        options.path,
        [*options.notify, *os.environ.get(VARIABLE, "").split()],
        Faces(lambda told: message(told, options.lang), lambda told: _show(told, options)),
        on=options.on or at.astimezone().date(),
        at=at,
        progress=progress(options.lang),
    )
    return ended("watch", found=told.wants_answer, looked=told.looked)


def _show(told: "WatchTold", options: argparse.Namespace) -> None:
    from mamoru.assessment.report.terminal.pen import Pen
    from mamoru.cli.presenting import indented, terminal_style
    from mamoru.cli.screens.watch import watch_lines

    if options.format == "json":
        emit(indented(told), options.output)
    elif lines := watch_lines(told, Pen(options.lang, terminal_style(options))):
        emit("\n".join(lines), options.output)
