"""Arch Linux's security tracker: groups of vulnerabilities with the affected and the fixed package.

Source: security.archlinux.org, the JSON of its groups (AVG).
"""

from collections.abc import Iterator

import msgspec

from mamoru.language import Text
from mamoru.operation.vulnerabilities.feeds.cve_ids import cve_ids
from mamoru.operation.vulnerabilities.feeds.entries import entries
from mamoru.operation.vulnerabilities.feeds.feed import Download, Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.gathering import Gathering
from mamoru.operation.vulnerabilities.feeds.upstream_bounds import upstream_bound
from mamoru.operation.vulnerabilities.reasons import reason
from mamoru.operation.vulnerabilities.record import Affected, Record, Skipped, Span

_ADDRESS = "https://security.archlinux.org/all.json"


class _Group(msgspec.Struct, frozen=True):
    name: str
    packages: tuple[str, ...]
    status: str
    issues: tuple[str, ...]
    affected: str | None = None
    fixed: str | None = None


def _mine(file: FeedFile) -> bool:
    return b'"AVG-' in file.head and b'"issues"' in file.head


def _records(file: FeedFile) -> Iterator[Record | Skipped]:
    gathering = Gathering()
    for entry in entries(file, _Group):
        if isinstance(entry, Skipped):
            yield entry
            continue
        place, group = entry
        if not (ids := cve_ids(*group.issues)) or not group.packages:
            yield Skipped(where=f"{place}: {group.name}"[:200], why="no CVE id or no package")
        elif group.status in ("Fixed", "Vulnerable", "Testing", "Not affected"):
            _gathered(gathering, group, ids)
        else:
            yield Skipped(where=f"{place}: {group.name}"[:200], why=f"its state is {group.status}"[:200])
    yield from gathering.records()


def _gathered(gathering: Gathering, group: _Group, ids: tuple[str, ...]) -> None:
    link = f"https://security.archlinux.org/{group.name}"
    why = reason("upper.arch-several" if len(ids) > 1 else "upper.arch", group.packages[0])
    bound = None
    if group.status == "Fixed" and group.fixed:
        bound = upstream_bound(group.packages, group.fixed, "alpm", why)
    for id in ids:
        affected = (_affected(name, group) for name in group.packages)
        gathering.add(id, *affected, bounds=[bound], links=(link,))


def _affected(name: str, group: _Group) -> Affected:
    product = f"pkg:alpm/arch/{name}"
    if group.status == "Not affected":
        return Affected(
            product=product,
            order="alpm",
            every=True,
            state="not-affected",
            why=reason("arch.not-affected", group.name),
        )
    if group.fixed:
        return Affected(product=product, order="alpm", spans=(Span(None, group.fixed),), fixed=(group.fixed,))
    return Affected(
        product=product, order="alpm", spans=(Span(group.affected),), why=reason("arch.open", group.name)
    )


FEED = Feed(
    id="arch",
    title=Text("Arch Linux セキュリティトラッカー", "Arch Linux security tracker"),
    publisher="Arch Linux",
    terms="none stated; facts only",
    mine=_mine,
    read=_records,
    whole=True,
    speaks=("pkg:alpm/arch/", "software:"),
    downloads=lambda since: (Download(url=_ADDRESS, name="arch-avg.json"),),
)
