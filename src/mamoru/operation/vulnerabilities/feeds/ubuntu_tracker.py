"""Ubuntu's CVE tracker: the state of each source package in each release, and upstream.

`released V` and `pending V` are mended in V; `needed`, `deferred`, `ignored` and `active` are not
mended; `not-affected` may give the version that came with the fix, or a reason. `needs-triage` says
that nobody looked yet, `DNE` that there is no such package: of both nothing is told.
Source: Ubuntu CVE tracker, README, "status".
"""

import re
from collections.abc import Iterator

import msgspec

from mamoru.language import Text
from mamoru.operation.vulnerabilities.feeds.cve_ids import cve_ids
from mamoru.operation.vulnerabilities.feeds.entries import entries
from mamoru.operation.vulnerabilities.feeds.feed import Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.gathering import Gathering
from mamoru.operation.vulnerabilities.feeds.upstream_bounds import Bound, upstream_bound
from mamoru.operation.vulnerabilities.reasons import reason
from mamoru.operation.vulnerabilities.record import Affected, Record, Skipped, Span

RELEASES = {
    "trusty": "14.04", "xenial": "16.04", "bionic": "18.04", "focal": "20.04", "jammy": "22.04",
    "noble": "24.04", "oracular": "24.10", "plucky": "25.04", "questing": "25.10",
}  # fmt: skip
_VERSION = re.compile(r"(?:\d+:)?\d[\w.+~:-]*")
_OPEN = ("needed", "deferred", "ignored", "active")
_SILENT = ("needs-triage", "DNE", "")


class _Entry(msgspec.Struct, frozen=True):
    candidate: str
    packages: dict[str, dict[str, str]]
    public_date: str | None = None


def _mine(file: FeedFile) -> bool:
    return b'"candidate"' in file.head and b'"packages"' in file.head


def _records(file: FeedFile) -> Iterator[Record | Skipped]:
    for entry in entries(file, _Entry):
        if isinstance(entry, Skipped):
            yield entry
        else:
            yield from _of(*entry)


def _of(place: str, entry: _Entry) -> Iterator[Record | Skipped]:
    ids = cve_ids(entry.candidate)
    if not ids:
        yield Skipped(where=f"{place}: {entry.candidate}"[:200], why="no CVE id")
        return
    gathering = Gathering()
    published = (entry.public_date or "").replace(" UTC", "Z").replace(" ", "T") or None
    gathering.add(ids[0], published=published, links=(f"https://ubuntu.com/security/{ids[0]}",))
    for name, states in entry.packages.items():
        for release, text in states.items():
            state, _, detail = text.partition(" ")
            if release == "upstream":
                gathering.add(ids[0], bounds=_bounds(name, state, detail))
            elif state not in _SILENT:
                affected = _affected(
                    f"pkg:deb/ubuntu/{name}#{RELEASES.get(release, release)}", state, detail.strip()
                )
                if affected is None:
                    yield Skipped(
                        where=f"{place}: {ids[0]} {name} {release}"[:200], why=f"its state is {text}"[:200]
                    )
                else:
                    gathering.add(ids[0], affected)
    yield from gathering.records()


def _affected(product: str, state: str, detail: str) -> Affected | None:
    version = detail if _VERSION.fullmatch(detail) else None
    if state in ("released", "pending") and version is not None:
        return Affected(product=product, order="dpkg", spans=(Span(None, version),), fixed=(version,))
    if state == "not-affected":
        why = reason("ubuntu.first", version) if version else detail or reason("ubuntu.not-affected")
        return Affected(product=product, order="dpkg", every=True, state="not-affected", why=why)
    if state in _OPEN or state == "pending":
        return Affected(product=product, order="dpkg", every=True, why=f"{state} {detail}".strip())
    return None


def _bounds(name: str, state: str, detail: str) -> list[Bound]:
    """Upstream's fixed releases; several are those of several series."""
    if state not in ("released", "pending"):
        return []
    versions = (version.strip() for version in detail.split(","))
    found = (upstream_bound((name,), version, "deb", f"Ubuntu's tracker on {name}") for version in versions)
    return [bound for bound in found if bound is not None]


FEED = Feed(
    id="ubuntu-tracker",
    title=Text("Ubuntu CVE トラッカー", "Ubuntu CVE tracker"),
    publisher="Canonical",
    terms="CC-BY-SA-4.0 (facts only)",
    mine=_mine,
    read=_records,
    speaks=("pkg:deb/ubuntu/", "software:"),
)
