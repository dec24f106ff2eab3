"""The curl project's own list: for each vulnerability the first and the last release that has it.

Two forms are read: the list that its pages are made from (`first`, `last`), and `vuln.json`, which is
OSV (its `affected` ranges of releases).
"""

from collections.abc import Iterator

import msgspec

from mamoru.language import Text
from mamoru.operation.vulnerabilities.feeds.cve_ids import cve_ids, day, weaknesses
from mamoru.operation.vulnerabilities.feeds.entries import entries
from mamoru.operation.vulnerabilities.feeds.feed import Download, Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.gathering import short
from mamoru.operation.vulnerabilities.reasons import reason
from mamoru.operation.vulnerabilities.record import Affected, Record, Skipped, Span

_ADDRESS = "https://curl.se/docs/vuln.json"
_PLACES = {"tool": reason("curl.tool"), "lib": reason("curl.lib")}


class _Range(msgspec.Struct, frozen=True):
    type: str
    events: tuple[dict[str, str], ...] = ()


class _Package(msgspec.Struct, frozen=True):
    ranges: tuple[_Range, ...] = ()


class _Specific(msgspec.Struct, frozen=True):
    cwe: dict[str, str] = msgspec.field(name="CWE", default={})
    www: str = ""


class _Entry(msgspec.Struct, frozen=True):
    cve: str | None = None
    first: str | None = None
    last: str | None = None
    name: str | None = None
    announced: str = ""
    cwe: str = ""
    page: str = ""
    where: str = ""
    id: str | None = None
    aliases: tuple[str, ...] = ()
    summary: str | None = None
    published: str | None = None
    modified: str | None = None
    affected: tuple[_Package, ...] = ()
    database_specific: _Specific = _Specific()


def _mine(file: FeedFile) -> bool:
    head = file.head
    own = b'"announced"' in head and b'"first"' in head and b'"last"' in head
    return own or (head.lstrip().startswith(b"[") and b'"CURL-CVE-' in head)


def _records(file: FeedFile) -> Iterator[Record | Skipped]:
    for entry in entries(file, _Entry):
        if isinstance(entry, Skipped):
            yield entry
        else:
            yield _of_osv(*entry) if entry[1].id else _of_list(*entry)


def _of_list(place: str, entry: _Entry) -> Record | Skipped:
    ids = cve_ids(entry.cve or "")
    if not ids or not entry.first or not entry.last:
        return Skipped(where=f"{place}: {entry.cve}"[:200], why="no CVE id, or no first and last release")
    return Record(
        id=ids[0],
        published=day(entry.announced),
        title=short(entry.name),
        weaknesses=weaknesses(entry.cwe),
        affected=(
            Affected(
                product="software:curl",
                spans=(Span(entry.first, entry.last, high_closed=True),),
                why=_PLACES.get(entry.where),
            ),
        ),
        links=(f"https://curl.se/docs/{entry.page}",) if entry.page else (),
    )


def _of_osv(place: str, entry: _Entry) -> Record | Skipped:
    ids = cve_ids(entry.id or "", *entry.aliases)
    events = [
        event
        for package in entry.affected
        for of in package.ranges
        if of.type != "GIT"
        for event in of.events
    ]
    spans, fixed, low = [], [], None
    for event in events:
        if (introduced := event.get("introduced")) is not None:
            low = None if introduced == "0" else introduced
        elif (high := event.get("fixed")) is not None:
            spans.append(Span(low, high))
            fixed.append(high)
        elif (last := event.get("last_affected")) is not None:
            spans.append(Span(low, last, high_closed=True))
    if not ids or not spans:
        return Skipped(where=f"{place}: {entry.id}"[:200], why="no CVE id, or no range of releases")
    return Record(
        id=ids[0],
        aliases=tuple(
            dict.fromkeys(alias for alias in (entry.id, *entry.aliases) if alias and alias != ids[0])
        ),
        published=entry.published,
        modified=entry.modified,
        title=short(entry.summary),
        weaknesses=weaknesses(*entry.database_specific.cwe.values()),
        affected=(Affected(product="software:curl", spans=tuple(spans), fixed=tuple(fixed)),),
        links=(entry.database_specific.www,) if entry.database_specific.www.startswith("https://") else (),
    )


FEED = Feed(
    id="curl",
    title=Text("curl の脆弱性一覧", "curl's list of vulnerabilities"),
    publisher="The curl project",
    terms="curl license (MIT style)",
    mine=_mine,
    read=_records,
    whole=True,
    speaks=("software:curl",),
    downloads=lambda since: (Download(url=_ADDRESS, name="curl-vuln.json"),),
)
