"""`mamoru vulns status`: what the vulnerability data holds, how old it is, what could not be read."""

import argparse

from mamoru.cli.output import emit
from mamoru.language import Lang, Text

NAME = ("vulns", "status")
HELP = Text(
    "脆弱性データの中身・古さ・読めなかったものを示す",
    "tell what the vulnerability data holds, how old it is, and what could not be read",
)
FORMATS = ("text", "json")


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """No options of its own."""


def run(options: argparse.Namespace) -> int:
    """0 when it could be told."""
    from mamoru.assessment.report.terminal.pen import Pen
    from mamoru.cli.presenting import indented, terminal_style
    from mamoru.cli.screens.vulns_status import status_lines
    from mamoru.jobs.vulns.sync import data_status

    told = data_status()
    if options.format == "json":
        emit(indented(told), options.output)
    else:
        emit("\n".join(status_lines(told, Pen(options.lang, terminal_style(options)))), options.output)
    return 0
