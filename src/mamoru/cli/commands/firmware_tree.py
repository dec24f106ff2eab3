"""`mamoru firmware tree IMAGE`: what was found where."""

import argparse
import tempfile
from pathlib import Path

from mamoru.cli.output import emit, progress
from mamoru.cli.parser import add_keys
from mamoru.language import Lang, Text

NAME = ("firmware", "tree")
HELP = Text("イメージの中のどこに何があるかを示す", "tell what lies where in an image or folder")
FORMATS = ("text", "json")
IMAGE = Text("イメージ、または展開済みのフォルダー", "an image, or an unpacked folder")


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("image", type=Path, metavar="IMAGE", help=IMAGE[lang])
    add_keys(parser, lang)


def run(options: argparse.Namespace) -> int:
    """Tell what was found, with the gaps in what is told."""
    from mamoru.assessment.report.terminal.pen import Pen
    from mamoru.cli.presenting import indented, terminal_style
    from mamoru.cli.screens.firmware_tree import tree_lines
    from mamoru.exit_status import ended
    from mamoru.jobs.firmware.tree import outline
    from mamoru.verification.firmware.opening.contained import open_contained

    with tempfile.TemporaryDirectory(prefix="mamoru-") as folder:
        told = outline(
            open_contained(options.image, Path(folder), progress(options.lang), keys=tuple(options.keys))
        )
    if options.format == "json":
        emit(indented(told), options.output)
    else:
        emit("\n".join(tree_lines(told, Pen(options.lang, terminal_style(options)))), options.output)
    return ended("firmware tree", found=False, looked=told.looked)
