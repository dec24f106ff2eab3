"""`mamoru firmware diff OLD NEW`: what changed between two images or folders."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from mamoru.cli.output import emit, progress
from mamoru.cli.parser import add_day, add_keys
from mamoru.language import Lang, Text

NAME = ("firmware", "diff")
HELP = Text("二つのイメージで変わったところを示す", "tell what changed from one image or folder to another")
FORMATS = ("text", "json")
OLD = Text("前のイメージ、または展開済みのフォルダー", "the image before, or an unpacked folder")
NEW = Text("新しいイメージ、または展開済みのフォルダー", "the new image, or an unpacked folder")


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("old", type=Path, metavar="OLD", help=OLD[lang])
    parser.add_argument("new", type=Path, metavar="NEW", help=NEW[lang])
    add_day(parser, lang)
    add_keys(parser, lang)


def run(options: argparse.Namespace) -> int:
    """Tell what changed, with what was not seen in what is told."""
    from mamoru.assessment.report.terminal.pen import Pen
    from mamoru.cli.presenting import indented, terminal_style
    from mamoru.cli.screens.firmware_diff import diff_lines
    from mamoru.exit_status import ended, worst
    from mamoru.jobs.firmware.diff import difference

    now = datetime.now(UTC).replace(microsecond=0)
    told = difference(
        options.old,
        options.new,
        at=now,
        on=options.on or now.astimezone().date(),
        progress=progress(options.lang),
        keys=tuple(options.keys),
    )
    if options.format == "json":
        emit(indented(told), options.output)
    else:
        emit("\n".join(diff_lines(told, Pen(options.lang, terminal_style(options)))), options.output)
    return worst([ended("firmware diff", found=False, looked=each.looked) for each in (told.old, told.new)])
