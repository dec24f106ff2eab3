"""The page: templates, style and script put together, with a policy that lets nothing else run."""

import base64
import hashlib
import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from mamoru import language
from mamoru.assessment.report import signs, words
from mamoru.assessment.report.form import Listed
from mamoru.assessment.report.grouping import grouped
from mamoru.assessment.report.html_form.addresses import address
from mamoru.assessment.report.html_form.flash import flash
from mamoru.assessment.report.html_form.portfolio import Portfolio
from mamoru.assessment.report.html_form.view import View
from mamoru.assessment.report.model import Report
from mamoru.assessment.report.plain_text import plain, size
from mamoru.assessment.report.sentences import sentences
from mamoru.assessment.result import State
from mamoru.evidence import Severity
from mamoru.language import Lang, Text, both

_QUOTED = re.compile("`([^`]{1,80})`")
FOLDER = Path(__file__).parent / "templates"


def page(report: Report, lang: Lang) -> str:
    """The whole page as text."""
    return _page("report.html.j2", lang, v=View(report), report=report)


def page_of_products(listed: Sequence[Listed], lang: Lang) -> str:
    """The page over all products as text."""
    on = max(each.report.on for each in listed).isoformat()
    return _page("products.html.j2", lang, p=Portfolio(listed), on=on)


def _page(template: str, lang: Lang, **values: object) -> str:
    style, script = _part("report.css"), _part("report.js")
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    return (
        _environment()
        .get_template(template)
        .render(
            first_lang=lang.value,
            policy=policy,
            style=Markup(style),  # noqa: S704  (our own file)
            script=Markup(script),  # noqa: S704  (our own file)
            **values,
        )
    )


def listed_names(names: Iterable[str]) -> Text:
    """Names as a list within a sentence of either language."""
    return language.joined([both(name) for name in names])


def _part(name: str) -> str:
    return "\n" + (FOLDER / name).read_text("utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_harmless,
    )
    environment.globals.update(
        t=both_languages,
        joined=sentences,
        grouped=grouped,
        listed=listed_names,
        address=address,
        w=words,
        signs=signs,
        size=size,
        flash=flash,
        picture=picture,
        State=State,
        Severity=Severity,
    )
    return environment


def _harmless(value: object) -> object:
    """Foreign text without what steers a reader's screen; autoescape makes it harmless as markup."""
    return value if isinstance(value, Markup | int | float) else plain(str(value))


def both_languages(text: Text | str, element: str = "span", **values: object) -> Markup:
    """`text` in both languages, one of which is shown; once only where they are the same."""
    if isinstance(text, str):
        return escape(plain(text))
    if values:
        text = text.fill(**values)
    if text.ja == text.en:
        return _said(text.ja)
    name = Markup(element)  # noqa: S704  (a name that a template writes)
    return Markup('<{0} lang="ja">{1}</{0}><{0} lang="en">{2}</{0}>').format(
        name, _said(text.ja), _said(text.en)
    )


def picture(drawn: Text) -> Markup:
    """A picture that is markup already, in both languages, one of which is shown."""
    parts = (f'<div lang="{lang.value}">{drawn[lang]}</div>' for lang in Lang)
    return Markup("".join(parts))  # noqa: S704  (our own SVG, in which every foreign text is escaped)


def _said(text: str) -> Markup:
    """A text as markup; what it sets in backquotes is a command or a file name."""
    return Markup(_QUOTED.sub(r"<code>\1</code>", str(escape(plain(text)))))  # noqa: S704  (escaped before)
