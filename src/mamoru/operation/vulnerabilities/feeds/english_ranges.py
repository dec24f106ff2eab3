"""English words about versions, read where they are of a known pattern and nowhere else."""

import re
from collections.abc import Iterator

from mamoru.operation.vulnerabilities.feeds.side_series import rising, spared
from mamoru.operation.vulnerabilities.record import Span
from mamoru.operation.vulnerabilities.versions import key

_V = r"v?(\d+(?:\.\d+)+(?:-?(?:pre|rc|beta|alpha)\d*)?)"
_LIST = rf"{_V}((?:(?:, (?:and |or )?| and | or )v?\d+(?:\.\d+)+)*)"
_VERSION = re.compile(r"(?<![\w.])v?(\d+\.\d+\.\d+[a-z]?)(?![\w]|\.\w)")
_END = r"(?: included| inclusive)?"
_BETWEEN = re.compile(
    rf"(?:from (?:version )?)?{_V} (?:to|through|up to(?: and including)?){_END} {_V}{_END}"
)
_UP_TO = re.compile(rf"(?:before and including|up to(?: and including)?) {_LIST}{_END}")
_EARLIER = re.compile(rf"{_V} and (?:earlier|below|older)")
_SINCE = re.compile(
    rf"(?:from|since|starting (?:from|with))(?: version)? {_V}(?: and up| upwards?| onwards?| and later)?"
)
_ABOVE = re.compile(rf"{_V} and (?:up|above|later|newer)")
_BEFORE = re.compile(rf"(?:prior to|before) {_LIST}")
_ONE = re.compile(_V)
_MOST = 500
_MOST_TEXT = 5000
_AND_ONE = re.compile(rf"(.+) and {_V}")


def clauses(text: str, names: str, others: str) -> list[str]:
    """The clauses of `text` that speak of the software called `names` (a pattern), each without its
    name; those of `others` are left out."""
    plain = " ".join(re.sub(r"<br>|\*\*", " ", text[:_MOST_TEXT]).lower().split()).rstrip(".")
    plain = re.sub(r", including all .* and later releases$", "", plain)
    found = []
    for clause in _split(plain, f"(?:{names}|{others})"):
        if re.search(others, clause) and not re.search(names, clause):
            continue
        bare = re.sub(rf"(?:,? and |, )?{others}$", "", clause)
        bare = re.sub(rf"^(?:all )?(?:versions? of )?(?:all )?{names}(?: library)?(?: versions?)?", "", bare)
        bare = re.sub(rf"\b{names}(?: versions?)? ", "", bare)
        found.append(bare.strip())
    return found


def spans_of(clause: str) -> tuple[Span, ...] | None:
    """The versions that a clause names; None where it is of no known pattern."""
    if not clause:
        return (Span(),)
    if len(clause) > _MOST:
        return None
    if found := _BETWEEN.fullmatch(clause):
        return (Span(found[1], found[2], high_closed=True),)
    if (found := _UP_TO.fullmatch(clause)) or (found := _EARLIER.fullmatch(clause)):
        return _through(_versions(found[0]))
    if (found := _SINCE.fullmatch(clause)) or (found := _ABOVE.fullmatch(clause)):
        return (Span(found[1]),)
    if found := _BEFORE.fullmatch(clause):
        return _without(_versions(found[0]))
    if found := _ONE.fullmatch(clause):
        return (Span(found[1], found[1], high_closed=True),)
    if (found := _AND_ONE.fullmatch(clause)) and (_BETWEEN.fullmatch(found[1]) or _ONE.fullmatch(found[1])):
        return (*(spans_of(found[1]) or ()), Span(found[2], found[2], high_closed=True))
    return None


def mended(text: str, others: str) -> tuple[str, ...]:
    """The releases that the sentences about upgrading name, without those of `others`."""
    found: list[str] = []
    for sentence in re.split(r"\.\s|\n", text[:_MOST_TEXT].lower()):
        if re.search(r"\bupgrad", sentence):
            ours = re.sub(rf"{others}(?: v?\d[\w.]*)?(?: or above)?", " ", sentence)
            found += [] if re.search(rf"most recent.*{others}", sentence) else _VERSION.findall(ours)
    return tuple(dict.fromkeys(found))


def _split(text: str, name: str) -> Iterator[str]:
    owned = rf"(?:all )?(?:versions of )?{name}"
    number = r"\d[\d.]*\d"
    where = re.compile(
        rf";|,? and (?={owned} \d)|,? and (?=from \d)|,? and (?=all versions of {name})|, (?=all )"
        rf"|, (?:and )?(?=(?:{owned} )?{number}(?: to| through| up|$))"
    )
    return (piece.strip() for piece in where.split(text))


def _versions(text: str) -> list[str]:
    return re.findall(r"\d+(?:\.\d+)+", text)


def _through(ends: list[str]) -> tuple[Span, ...]:
    """Up to the newest; the last of a lower series says where that series ends, and it is a series."""
    ordered = rising(ends)
    if len(ordered) != len(set(ends)):
        return ()
    spans = [Span(None, ordered[0], high_closed=True)]
    for end in ordered[1:]:
        first = end.split(".")[0]
        below = key("generic", first)
        if below is None or below <= (key("generic", ordered[0]) or b""):
            return (Span(None, ordered[-1], high_closed=True),)
        spans.append(Span(f"{first}.0", end, high_closed=True))
    return tuple(spans)


def _without(fixed: list[str]) -> tuple[Span, ...]:
    """Before the newest, without what is mended in the lower series."""
    ordered = rising(fixed)
    spans, low = [], None
    for side in spared(ordered):
        spans.append(Span(low, side.low))
        low = side.high
    return (*spans, Span(low, ordered[-1]))
