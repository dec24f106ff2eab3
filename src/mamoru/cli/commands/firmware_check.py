"""`mamoru firmware check IMAGE`: the weaknesses of an image or folder."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from mamoru.cli.output import emit, progress
from mamoru.cli.parser import add_day, add_keys
from mamoru.language import Lang, Text

NAME = ("firmware", "check")
HELP = Text("イメージかフォルダーの弱点を調べる", "find the weaknesses of an image or folder")
FORMATS = ("text", "json", "sarif")
IMAGE = Text("イメージ、または展開済みのフォルダー", "an image, or an unpacked folder")


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("image", type=Path, metavar="IMAGE", help=IMAGE[lang])
    add_day(parser, lang)
    add_keys(parser, lang)


def run(options: argparse.Namespace) -> int:
    """1 for a finding, else 3 where something could not be looked at, else 0."""
    from mamoru.assessment.report.json_form import firmware_check_json
    from mamoru.assessment.report.terminal.weaknesses import render_weaknesses
    from mamoru.cli.presenting import presented, terminal_style
    from mamoru.exit_status import ended
    from mamoru.jobs import examine_image

    now = datetime.now(UTC).replace(microsecond=0)
    on = options.on or now.astimezone().date()
    report = examine_image(
        options.image,
        at=now,
        on=on,
        match_known=False,
        progress=progress(options.lang),
        keys=tuple(options.keys),
    )
    if options.format == "json":
        emit(firmware_check_json(report), options.output)
    elif options.format == "text":
        emit(render_weaknesses(report, options.lang, terminal_style(options)), options.output)
    else:
        emit(presented([report], options), options.output)
    return ended("firmware check", found=bool(report.findings), looked=report.looked)
