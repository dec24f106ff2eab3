"""A range in VERS (`vers:npm/>=2.2.0|<2.3.0`), or comparators in plain text, as spans.

Source: package-url, VERS specification; CSAF 2.0 and 2.1, 3.1.2.2 "product_version_range".
"""

import re
from urllib.parse import unquote

import msgspec

from mamoru.operation.vulnerabilities.feeds.english_ranges import spans_of
from mamoru.operation.vulnerabilities.record import Span
from mamoru.operation.vulnerabilities.versions import order_of

_VERS = re.compile(r"vers:(?P<scheme>[A-Za-z0-9.+-]+)/(?P<parts>.+)")
_PART = re.compile(r"(?P<sign>>=|<=|!=|>|<|=|)\s*(?P<version>[^\s<>=!|*]+)")
_ALL = re.compile(r"^all(?: versions)?\s*(?=[<>])|^versions?\s*(?=[<>=\d])", re.IGNORECASE)
_NUMBERS = ("generic", "intdot", "none")
_MOST = 1000


class Range(msgspec.Struct, frozen=True, kw_only=True):
    """What a range takes in, and by which order it is to be read."""

    order: str = "generic"
    spans: tuple[Span, ...] = ()
    exact: tuple[str, ...] = ()
    spared: tuple[Span, ...] = ()
    every: bool = False


def parsed(text: str) -> Range | None:
    """The range that `text` says; None where it is not sure."""
    text = text.strip()
    if not text or len(text) > _MOST:
        return None
    if found := _VERS.fullmatch(text):
        scheme = found["scheme"].lower()
        if found["parts"].strip() == "*":
            return Range(every=True)
        order = "generic" if scheme in _NUMBERS else order_of(scheme) or scheme
        return _constrained(found["parts"].split("|"), order, encoded=True)
    if text == "*" or text.lower() in ("all", "all versions"):
        return Range(every=True)
    told = _constrained(
        re.split(r"\s*(?:\||,| and |&&)\s*|(?<=[\w.])\s+(?=[<>])", _ALL.sub("", text)),
        "generic",
        encoded=False,
    )
    if told is not None and (told.spans or told.spared):
        return told
    spans = spans_of(text.lower())
    return Range(spans=spans) if spans else told


def _constrained(parts: list[str], order: str, *, encoded: bool) -> Range | None:
    """Constraints from the lowest to the highest: a lower bound opens a span, an upper one ends it."""
    spans: list[Span] = []
    exact: list[str] = []
    spared: list[Span] = []
    low: tuple[str, bool] | None = None
    ended = False
    for part in parts:
        found = _PART.fullmatch(part.strip())
        if found is None:
            return None
        sign, version = found["sign"], unquote(found["version"]) if encoded else found["version"]
        if sign in ("", "="):
            exact.append(version)
        elif sign == "!=":
            spared.append(Span(version, version, high_closed=True))
        elif sign.startswith(">"):
            if low is not None:
                return None
            low, ended = (version, sign == ">"), False
        else:
            if low is None and (ended or spans):
                return None
            spans.append(
                Span(
                    low[0] if low else None, version, low_open=bool(low and low[1]), high_closed=sign == "<="
                )
            )
            low, ended = None, True
    if low is not None:
        spans.append(Span(low[0], low_open=low[1]))
    if not (spans or exact):
        spans = [Span()]
    return Range(order=order, spans=tuple(spans), exact=tuple(exact), spared=tuple(spared))
