"""Present reports in the form that was asked for."""

import argparse
import shlex
import shutil
from collections.abc import Sequence
from pathlib import Path

import msgspec

from mamoru.assessment.report.form import forms
from mamoru.assessment.report.model import Report
from mamoru.assessment.report.terminal import Style, render
from mamoru.cli.output import coloured, speaks_unicode
from mamoru.errors import InputError
from mamoru.language import Lang, Text

WIDEST = 100  # longer lines are harder to read
SEVERAL = Text(
    "製品が{n}件あるため、この形では出力できません。", "There are {n} products; this form holds one."
)
CHOOSE = Text("製品のフォルダーを指定してください。", "Give one product's folder.")


def presented(
    reports: Sequence[Report],
    options: argparse.Namespace,
    written: Sequence[Path] = (),
    *,
    release: str | None = None,
) -> str:
    """`reports` in `options.format`: one after the other on a terminal; several as JSON in one
    object with the member `products`. `release` where what is shown is not what `mamoru explain` speaks of unless it is named.
    Raises `InputError` for a form that holds only one."""
    if options.format == "text":
        return "\n".join(
            render(
                report,
                options.lang,
                terminal_style(options, written[n] if n < len(written) else None, release=release),
            )
            for n, report in enumerate(reports)
        )
    texts = [_form(options.format, report, options.lang) for report in reports]
    if len(texts) == 1:
        return texts[0]
    if options.format != "json":
        raise InputError(SEVERAL.fill(n=len(texts)), CHOOSE)
    body = {"schema": "mamoru/checks/1", "products": [msgspec.Raw(text.encode()) for text in texts]}
    return msgspec.json.encode(body).decode()


def _form(id: str, report: Report, lang: Lang) -> str:
    return next(form for form in forms() if form.format.id == id).render(report, lang)


def indented(shape: msgspec.Struct) -> str:
    """A published shape as JSON that a person can read too."""
    return msgspec.json.format(msgspec.json.encode(shape), indent=2).decode()


def terminal_style(
    options: argparse.Namespace, written: Path | None = None, *, release: str | None = None
) -> Style:
    """How the terminal is to be written to, for these options."""
    words = [options.path.as_posix()] if written and options.path != Path() else []
    words += ["--release", release] if release is not None else []
    return Style(
        colour=coloured(options.output),
        unicode=speaks_unicode(options.output),
        width=min(shutil.get_terminal_size((80, 24)).columns, WIDEST) if options.output is None else 80,
        verbose=options.verbose,
        written=written.as_posix() if written else None,
        place=shlex.join(words) if words else None,
    )
