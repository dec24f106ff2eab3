"""CISA's catalogue of exploited vulnerabilities: what is attacked in the wild, since when.

Source: the catalogue's JSON schema (cisa.gov, known_exploited_vulnerabilities_schema.json).
"""

import re
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.feeds.cve_ids import cve_ids, day
from mamoru.operation.vulnerabilities.feeds.entries import decoded, members, read
from mamoru.operation.vulnerabilities.feeds.feed import Download, Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.gathering import short
from mamoru.operation.vulnerabilities.feeds.opening import whole
from mamoru.operation.vulnerabilities.record import Exploited, Record, Skipped

_RELEASED = re.compile(rb'"dateReleased"\s*:\s*"(\d{4}-\d\d-\d\d)')
_FIRST = re.compile(rb'"cveID"\s*:\s*"CVE-')
_ADDRESS = "https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json"


class _Entry(msgspec.Struct, frozen=True, rename="camel"):
    cve_id: str = msgspec.field(name="cveID")
    date_added: str
    vulnerability_name: str | None = None
    due_date: str | None = None
    known_ransomware_campaign_use: str | None = None
    cwes: tuple[str, ...] = ()


class _Catalogue(msgspec.Struct, frozen=True):
    vulnerabilities: list[msgspec.Raw]


def _mine(file: FeedFile) -> bool:
    return b'"catalogVersion"' in file.head and _FIRST.search(file.head) is not None


def _records(file: FeedFile) -> Iterator[Record | Skipped]:
    catalogue = decoded(whole(file), _Catalogue)
    if not catalogue.vulnerabilities:
        raise FormatError(0, "the catalogue is empty")
    for entry in read(members(catalogue.vulnerabilities), _Entry):
        yield entry if isinstance(entry, Skipped) else _record(*entry)


def _record(place: str, entry: _Entry) -> Record | Skipped:
    ids, added = cve_ids(entry.cve_id), day(entry.date_added)
    if not ids or added is None:
        return Skipped(
            where=f"{place}: {entry.cve_id}"[:200], why="no CVE id, or no day on which it was added"
        )
    due = day(entry.due_date) if entry.due_date else None
    ransomware = (entry.known_ransomware_campaign_use or "").strip().lower() == "known"
    return Record(
        id=ids[0],
        title=short(entry.vulnerability_name),
        weaknesses=entry.cwes,
        exploited=Exploited(added=added, due=due, ransomware=ransomware),
    )


def _as_of(file: FeedFile) -> str | None:
    found = _RELEASED.search(file.head)
    return found[1].decode("ascii") if found else None


FEED = Feed(
    id="kev",
    title=Text("CISA KEV (悪用が確認された脆弱性)", "CISA KEV (known exploited vulnerabilities)"),
    publisher="CISA",
    terms="CC0-1.0",
    mine=_mine,
    read=_records,
    as_of=_as_of,
    whole=True,
    downloads=lambda since: (Download(url=_ADDRESS, name="known_exploited_vulnerabilities.json"),),
)
