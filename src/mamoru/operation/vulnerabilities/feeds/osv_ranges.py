"""What the ranges and version lists of an OSV record say.

Where the order of an ecosystem is known its ranges count, and the list of versions adds nothing; where it
is not, both stay: a version that stands in the list is hit for sure. Of commits only the list of tags
helps; a long one becomes a span a series, from its first to its last tag.
Source: OSV schema 1.7, "affected[].ranges[].events", "affected[].versions".
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

import msgspec

from mamoru.operation.vulnerabilities.feeds.bounds import MOST_VERSION, plain_number
from mamoru.operation.vulnerabilities.feeds.osv_record import AffectedPackage, Event
from mamoru.operation.vulnerabilities.feeds.tags import plain_tag
from mamoru.operation.vulnerabilities.record import Span
from mamoru.operation.vulnerabilities.versions import key, known_order
from mamoru.product.software import Software, plain

MOST_EVENTS = 4096
MOST_LISTED = 50_000
_MOST_EXACT = 64
_SERIES = re.compile(r"(\d+(?:\.\d+)*)\.\d+")


class Ranges(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a package's versions; `git` where only commits bound them."""

    spans: tuple[Span, ...] = ()
    exact: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    git: bool = False


def package_ranges(entry: AffectedPackage, order: str) -> Ranges:
    """What the ranges of releases say; the list of versions where those alone do not tell."""
    spans: list[Span] = []
    fixed: dict[str, None] = {}
    for each in entry.ranges:
        if each.type != "GIT":
            found = spans_of(each.events[:MOST_EVENTS], order)
            spans += found
            fixed.update((event.fixed, None) for event in each.events if event.fixed and found)
    if spans and known_order(order):
        return Ranges(spans=tuple(spans), fixed=tuple(fixed))
    exact = tuple(
        dict.fromkeys(
            plain_number(v) for v in (entry.versions or ())[:MOST_LISTED] if 0 < len(v) <= MOST_VERSION
        )
    )
    return Ranges(spans=tuple(spans), exact=exact, fixed=tuple(fixed))


def tagged(entry: AffectedPackage, order: str, names: tuple[str, ...], known: Software | None) -> Ranges:
    """What the tags say, made plain; where none are told, that only commits bound it. An empty list beside
    a fix says that no release ever had it."""
    versions = (plain_tag(tag, names) for tag in (entry.versions or ())[:MOST_LISTED])
    found = dict.fromkeys(version for version in versions if version is not None)
    if known and known.plain:
        found = dict.fromkeys(plain(version, known) for version in found)
    if not found:
        ended = entry.versions == [] and all(any(e.fixed for e in each.events) for each in entry.ranges)
        return Ranges(git=not ended and any(each.type == "GIT" for each in entry.ranges))
    if len(found) <= _MOST_EXACT:
        return Ranges(exact=tuple(found))
    return _gathered(found, order)


def spans_of(events: Iterable[Event], order: str) -> list[Span]:
    """The spans between events, from the oldest on; [] where the order of mixed-up ones is not known."""
    found = list(events)
    if any(len(_version(event)) > MOST_VERSION for event in found):
        return []
    placed = _sorted(found, order)
    spans: list[Span] = []
    low: str | None = None
    inside = False
    for event in placed:
        if event.introduced is not None:
            if not inside:
                low, inside = None if event.introduced == "0" else event.introduced, True
        elif inside and (high := event.fixed or event.last_affected or event.limit) is not None:
            if high == "*":
                continue
            spans.append(Span(low, high, high_closed=event.fixed is None and event.last_affected is not None))
            inside = False
    if inside:
        spans.append(Span(low))
    return spans


def _sorted(events: list[Event], order: str) -> list[Event]:
    """The events by age. Most stand so already: a beginning, its end, the next beginning."""
    starts = [event.introduced is not None for event in events]
    if all(start != before for before, start in pairwise(starts)):
        return events if starts[:1] == [True] else _by_key(events, order)
    return _by_key(events, order)


def _version(event: Event) -> str:
    return event.introduced or event.fixed or event.last_affected or event.limit or ""


def _by_key(events: list[Event], order: str) -> list[Event]:
    placed: list[tuple[bytes, int, Event]] = []
    for event in events:
        version = _version(event)
        found = b"" if version == "0" else b"\xff" if version == "*" else key(order, version)
        if found is None:
            return []
        placed.append((found, 1 if event.last_affected else 0, event))
    return [event for _, _, event in sorted(placed, key=lambda each: each[:2])]


def _gathered(versions: Iterable[str], order: str) -> Ranges:
    """Many versions as one span a series: what lies between two of a series' tags is affected too."""
    series: dict[str, list[tuple[bytes, str]]] = {}
    exact: list[str] = []
    for version in versions:
        inside, place = _place(version, order)
        if inside is None or place is None:
            exact.append(version)
        else:
            series.setdefault(inside, []).append((place, version))
    spans = []
    for members in series.values():
        members.sort()
        if len(members) == 1:
            exact.append(members[0][1])
        else:
            spans.append(Span(members[0][1], members[-1][1], high_closed=True))
    return Ranges(spans=tuple(spans), exact=tuple(exact))


@lru_cache(1 << 17)
def _place(version: str, order: str) -> tuple[str | None, bytes | None]:
    """The series of a version, and where it stands."""
    inside = _SERIES.match(version)
    return (inside[1] if inside else None), key(order, version)
