"""nginx's own advisories: ranges of vulnerable releases, and the release from which each series is good.

`1.31.3+, 1.30.4+` says: 1.30.x is good from 1.30.4 on, and everything from 1.31.3 on.
"""

import re
from collections.abc import Iterator

import msgspec

from mamoru.language import Text
from mamoru.operation.vulnerabilities.feeds.cve_ids import cve_ids
from mamoru.operation.vulnerabilities.feeds.entries import entries
from mamoru.operation.vulnerabilities.feeds.feed import Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.gathering import short
from mamoru.operation.vulnerabilities.feeds.side_series import spared
from mamoru.operation.vulnerabilities.record import Affected, Record, Skipped, Span

_RANGE = re.compile(r"(\d+(?:\.\d+)+)-(\d+(?:\.\d+)+)")
_ONE = re.compile(r"\d+(?:\.\d+)+")
_GOOD = re.compile(r"(\d+(?:\.\d+)+)\+")


class _Entry(msgspec.Struct, frozen=True):
    cve: str
    vulnerable: str
    good: str = ""
    name: str | None = None
    advisory: str = ""


def _mine(file: FeedFile) -> bool:
    first = file.head.partition(b"\n")[0]
    return b'"good"' in first and b'"vulnerable"' in first and b'"cve"' in first


def _records(file: FeedFile) -> Iterator[Record | Skipped]:
    for entry in entries(file, _Entry):
        yield entry if isinstance(entry, Skipped) else _record(*entry)


def _record(place: str, entry: _Entry) -> Record | Skipped:
    ids = cve_ids(entry.cve)
    spans, exact = [], []
    for part in (part.strip() for part in entry.vulnerable.split(",")):
        if found := _RANGE.fullmatch(part):
            spans.append(Span(found[1], found[2], high_closed=True))
        elif _ONE.fullmatch(part):
            exact.append(part)
        elif part.lower() == "all":
            spans.append(Span(None, None))
        else:
            return Skipped(where=f"{place}: {entry.cve}"[:200], why=f"not a range: {part}"[:200])
    if not ids:
        return Skipped(where=f"{place}: {entry.cve}"[:200], why="no CVE id")
    fixed = tuple(_GOOD.findall(entry.good))
    affected = Affected(
        product="software:nginx", spans=tuple(spans), exact=tuple(exact), fixed=fixed, spared=spared(fixed)
    )
    title = None if (entry.name or "").startswith("patch.") else short(entry.name)
    links = (entry.advisory,) if entry.advisory.startswith("https://") else ()
    return Record(id=ids[0], title=title, affected=(affected,), links=links)


FEED = Feed(
    id="nginx",
    title=Text("nginx のセキュリティ勧告", "nginx's security advisories"),
    publisher="nginx",
    terms="BSD-2-Clause",
    mine=_mine,
    read=_records,
    whole=True,
    speaks=("software:nginx",),
)
