"""A form of the report: its metadata, and how the forms are found."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from mamoru.assessment.report.model import Report
from mamoru.language import Lang, Text

Render = Callable[[Report, Lang], str]


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """A report among others, and its address relative to the page that lists them."""

    report: Report
    place: str


RenderAll = Callable[[Sequence[Listed], Lang], str]


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


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """A form that tells of several products at once, and the function that writes it."""

    format: Format
    render_all: RenderAll


def forms() -> tuple[Form, ...]:
    """Every form that there is, by id: each module of this folder with a `FORMAT` and a `render`.

    Raises `TypeError` for a module that has only one of the two, or an id that is taken: a broken
    form is loud, never absent.
    """
    found: dict[str, Form] = {}
    for module in _modules():
        form = _form(module)
        if form is None:
            continue
        if form.format.id in found:
            raise TypeError(f"{module}: the form {form.format.id} is there twice")
        found[form.format.id] = form
    return tuple(found[id] for id in sorted(found))


def overviews() -> tuple[Overview, ...]:
    """Every form over several products: each module of this folder with an `OVERVIEW` and a `render_all`.

    Raises `TypeError` for a module that has only one of the two.
    """
    found = []
    for module in _modules():
        loaded = importlib.import_module(module)
        format, render_all = getattr(loaded, "OVERVIEW", None), getattr(loaded, "render_all", None)
        if format is None and render_all is None:
            continue
        if not isinstance(format, Format) or not callable(render_all):
            raise TypeError(f"{module} has not both an OVERVIEW and a render_all()")
        found.append(Overview(format=format, render_all=render_all))
    return tuple(found)


def _modules() -> Iterator[str]:
    for entry in sorted(entry.name for entry in pkgutil.iter_modules([str(Path(__file__).parent)])):
        yield f"{__package__}.{entry}"


def _form(module: str) -> Form | None:
    """The form in `module`; None for a module that only serves the others."""
    loaded = importlib.import_module(module)
    format, render = getattr(loaded, "FORMAT", None), getattr(loaded, "render", None)
    if format is None and render is None:
        return None
    if not isinstance(format, Format) or not callable(render):
        raise TypeError(f"{module} has not both a FORMAT and a render()")
    return Form(format=format, render=render)
