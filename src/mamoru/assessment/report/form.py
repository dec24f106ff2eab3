"""A form of the report: its metadata, and how the forms are found."""

import importlib
import pkgutil
from collections.abc import Callable
from pathlib import Path

import msgspec

from mamoru.assessment.report.model import Report
from mamoru.language import Lang, Text

Render = Callable[[Report, Lang], str]


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """A form: `id` as a user types it, the file's usual name, its media type, and its title."""

    id: str
    file_name: str
    media_type: str
    title: Text


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """A form and the function that writes a report in it."""

    format: Format
    render: Render


def forms() -> tuple[Form, ...]:
    """Every form that there is, by id: each module of this folder with a `FORMAT` and a `render`.

    Raises `TypeError` for a module that has only one of the two, or an id that is taken: a broken
    form is loud, never absent.
    """
    found: dict[str, Form] = {}
    for module in sorted(entry.name for entry in pkgutil.iter_modules([str(Path(__file__).parent)])):
        form = _form(f"{__package__}.{module}")
        if form is None:
            continue
        if form.format.id in found:
            raise TypeError(f"{module}: the form {form.format.id} is there twice")
        found[form.format.id] = form
    return tuple(found[id] for id in sorted(found))


def _form(module: str) -> Form | None:
    """The form in `module`; None for a module that only serves the others."""
    loaded = importlib.import_module(module)
    format, render = getattr(loaded, "FORMAT", None), getattr(loaded, "render", None)
    if format is None and render is None:
        return None
    if not isinstance(format, Format) or not callable(render):
        raise TypeError(f"{module} has not both a FORMAT and a render()")
    return Form(format=format, render=render)
