"""Versions that stand as words: `>= 1.2, < 1.4`, `1.0 - 1.3`, `before 2.13.0`, `4.8 and earlier`.

Only what can be read in one way is read; the rest is for a person, as it stands.
"""

import re
from functools import lru_cache
from itertools import pairwise

import msgspec

from mamoru.operation.vulnerabilities.feeds.bounds import following, older, series, sure
from mamoru.operation.vulnerabilities.record import Span

MOST_TEXT = 512
_MOST_PARTS = 64
EVERY = frozenset({"*", "all", "all versions", "any", "any version", "all version", "every version"})
NOT_TOLD = frozenset(
    {"", "-", "--", "?", "n/a", "na", "n.a.", "none", "unspecified", "unknown", "not specified"}
)

_VERSION = r"v?[0-9][0-9A-Za-z._+~:-]*"
_SIGNED = re.compile(rf"(<=|>=|==|=<|=>|<|>|=|≤|≥)\s*({_VERSION})")
_ONLY_SIGNED = re.compile(rf"\s*(?:(?:<=|>=|==|=<|=>|<|>|=|≤|≥)\s*{_VERSION}[\s,]*(?:and\s+|&&\s*)?)+")
_FROM_TO = re.compile(
    rf"(?:from\s+)?({_VERSION})\s+(?:-|–|—|to|through|thru|up to and including)\s+({_VERSION})(?:\s*\(inclusive\))?"
)
_LOW_HIGH = re.compile(rf"({_VERSION})\s*(<=|<|≤)\s*({_VERSION})")
_BEFORE = re.compile(
    rf"(?:before|prior to|earlier than|older than|lower than|less than|below)\s+({_VERSION})"
)
_UP_TO = re.compile(
    rf"(?:through|up to and including|prior to and including)\s+({_VERSION})"
    rf"|({_VERSION}),?\s+(?:and|or)\s+(?:all\s+)?(?:earlier|below|prior|lower|older|before|previous)"
)
_FROM = re.compile(rf"({_VERSION}),?\s+(?:and|or)\s+(?:later|above|newer|higher|greater)")
_SAYS_NOTHING = re.compile(
    r"\b(?:all\s+)?(?:versions?|releases?|ver\.?)\s*(?=[0-9v<>=≤≥]|before|prior|through|up to|from)|\sversions?$"
)
_ALTERNATIVES = re.compile(r"\s*(?:\|\||;|\bor\b(?=\s*[<>=≤≥]))\s*")
_LIST = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+")


class Words(msgspec.Struct, frozen=True):
    """What a text says: ranges, single versions."""

    spans: tuple[Span, ...] = ()
    exact: tuple[str, ...] = ()


@lru_cache(1 << 12)
def read_words(text: str) -> Words | None:
    """The versions that `text` names; None where it can be read in no way, or in more than one."""
    if len(text) > MOST_TEXT:
        return None
    text = _SAYS_NOTHING.sub("", " ".join(text.lower().split())).strip()
    if text in EVERY:
        return Words((Span(),))
    alternatives = [each for each in _ALTERNATIVES.split(text) if each]
    if not alternatives or len(alternatives) > _MOST_PARTS:
        return None
    found = [_alternative(each) for each in alternatives]
    if any(each is None for each in found):
        return None
    return Words(
        tuple(span for each in found if each for span in each.spans),
        tuple(version for each in found if each for version in each.exact),
    )


def _alternative(text: str) -> Words | None:
    if _ONLY_SIGNED.fullmatch(text):
        return _signed(_SIGNED.findall(text))
    if found := _FROM_TO.fullmatch(text):
        return _rising(Span(_beginning(found[1]), found[2], high_closed=True))
    if found := _LOW_HIGH.fullmatch(text):
        return _rising(Span(_beginning(found[1]), found[3], high_closed=found[2] != "<"))
    if found := _BEFORE.fullmatch(text):
        return Words((Span(None, found[1]),))
    if found := _UP_TO.fullmatch(text):
        return Words((Span(None, found[1] or found[2], high_closed=True),))
    if found := _FROM.fullmatch(text):
        return Words((Span(_beginning(found[1])),))
    return _listed(_LIST.split(text))


def _listed(parts: list[str]) -> Words | None:
    spans, exact = [], []
    for part in parts[:_MOST_PARTS]:
        if inside := series(part):
            spans.append(Span(inside, following(inside, "generic")))
        elif sure(part):
            exact.append(part)
        else:
            return None
    return Words(tuple(spans), tuple(exact)) if len(parts) <= _MOST_PARTS else None


def _signed(signs: list[tuple[str, str]]) -> Words | None:
    if len(signs) > _MOST_PARTS:
        return None
    if all(sign in ("=", "==") for sign, _ in signs):
        return Words((), tuple(version for _, version in signs))
    if any(sign in ("=", "==") for sign, _ in signs):
        return None
    if len(signs) == 2 and _upper(signs[0][0]) and not _upper(signs[1][0]):
        signs = signs[::-1]  # `< 1.4, >= 1.2`: both hold
    return _paired(signs)


def _paired(signs: list[tuple[str, str]]) -> Words | None:
    spans: list[Span] = []
    low: tuple[str, str] | None = None
    for sign, version in signs:
        if not _upper(sign):
            if low is not None:
                return None
            low = (sign, version)
            continue
        if low is None and spans:
            return None  # `< 1.5, < 2.3`: of which series?
        spans.append(_span(low, (sign, version)))
        low = None
    if low is not None:
        if spans:
            return None  # `< 1.2, >= 2.0`: all that follow, or none?
        spans.append(_span(low, None))
    return _rising(*spans)


def _span(low: tuple[str, str] | None, high: tuple[str, str] | None) -> Span:
    return Span(
        _beginning(low[1]) if low else None,
        high[1] if high else None,
        low is not None and low[0] == ">",
        high is not None and high[0] != "<",
    )


def _rising(*spans: Span) -> Words | None:
    """The spans, where each bound is newer than the one before it."""
    bounds = [bound for span in spans for bound in (span.low, span.high) if bound is not None]
    if any(older(after, before, "generic") is not False for before, after in pairwise(bounds)):
        return None
    return Words(spans)


def _upper(sign: str) -> bool:
    return sign in ("<", "<=", "=<", "≤")


def _beginning(version: str) -> str | None:
    return None if version.strip("0.") == "" else version
