"""Zephyr's vulnerabilities: the releases that mend each; what is older and not in a mended series has it."""

import re
from collections.abc import Iterator

import msgspec

from mamoru.language import Text
from mamoru.operation.vulnerabilities.feeds.cve_ids import cve_ids
from mamoru.operation.vulnerabilities.feeds.entries import entries
from mamoru.operation.vulnerabilities.feeds.feed import Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.side_series import rising, spared
from mamoru.operation.vulnerabilities.record import Affected, Record, Skipped, Span

_RELEASE = re.compile(r"\d+\.\d+\.\d+")


class _Entry(msgspec.Struct, frozen=True):
    cve: str
    fixed: tuple[str, ...]
    product: str


def _mine(file: FeedFile) -> bool:
    first = file.head.partition(b"\n")[0]
    return re.search(rb'"product"\s*:\s*"zephyr"', first) is not None and b'"fixed"' in first


def _records(file: FeedFile) -> Iterator[Record | Skipped]:
    for entry in entries(file, _Entry):
        yield entry if isinstance(entry, Skipped) else _record(*entry)


def _record(place: str, entry: _Entry) -> Record | Skipped:
    ids = cve_ids(entry.cve)
    fixed = rising(version for version in entry.fixed if _RELEASE.fullmatch(version))
    if not ids or len(fixed) != len(set(entry.fixed)) or not fixed:
        return Skipped(where=f"{place}: {entry.cve}"[:200], why="no CVE id, or not releases that mend it")
    affected = Affected(
        product="software:zephyr", spans=(Span(None, fixed[-1]),), spared=spared(fixed), fixed=tuple(fixed)
    )
    return Record(id=ids[0], affected=(affected,))


FEED = Feed(
    id="zephyr",
    title=Text("Zephyr の脆弱性一覧", "Zephyr's vulnerabilities"),
    publisher="Zephyr Project",
    terms="Apache-2.0 (facts only)",
    mine=_mine,
    read=_records,
    whole=True,
    speaks=("software:zephyr",),
)
