"""Alpine's secdb: the package version that mends each vulnerability, by release and package.

A version `0` says that the package was never affected. Read are the files as Alpine publishes them
(one a release and repository, with `packages`) and the same package by package on lines.
Source: Alpine, secdb.alpinelinux.org, and APKBUILD reference, "secfixes".
"""

from collections.abc import Iterator
from functools import partial

import msgspec

from mamoru.language import both
from mamoru.operation.vulnerabilities.feeds.cve_ids import cve_ids
from mamoru.operation.vulnerabilities.feeds.entries import decoded, entries, members, read
from mamoru.operation.vulnerabilities.feeds.feed import Download, Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.gathering import Gathering
from mamoru.operation.vulnerabilities.feeds.opening import whole
from mamoru.operation.vulnerabilities.feeds.upstream_bounds import upstream_bound
from mamoru.operation.vulnerabilities.reasons import reason
from mamoru.operation.vulnerabilities.record import Affected, Record, Skipped, Span

_NEWEST, _OLDEST = 23, 12


class _Package(msgspec.Struct, frozen=True):
    name: str
    secfixes: dict[str, tuple[str, ...] | None] | None = None


class _Entry(msgspec.Struct, frozen=True):
    pkg: _Package
    distroversion: str = ""


class _File(msgspec.Struct, frozen=True):
    distroversion: str
    packages: list[msgspec.Raw]
    reponame: str = ""


def _mine(file: FeedFile) -> bool:
    return b'"distroversion"' in file.head and (b'"secfixes"' in file.head or b'"packages"' in file.head)


def _records(file: FeedFile) -> Iterator[Record | Skipped]:
    gathering, published = Gathering(), _published(file)
    for entry in _entries(file, published):
        if isinstance(entry, Skipped):
            yield entry
        else:
            yield from _gathered(gathering, *entry)
    part = f"{published.distroversion}/{published.reponame}" if published else None
    yield from gathering.records(part)


def _entries(file: FeedFile, published: _File | None) -> Iterator[tuple[str, str, _Package] | Skipped]:
    found = entries(file, _Entry) if published is None else read(members(published.packages), _Entry)
    for entry in found:
        if isinstance(entry, Skipped):
            yield entry
        else:
            release = published.distroversion if published else entry[1].distroversion
            yield entry[0], release.removeprefix("v"), entry[1].pkg


def _published(file: FeedFile) -> _File | None:
    first = file.head.partition(b"\n")[0]
    if b'"pkg"' in first and b'"packages"' not in first:
        return None
    return decoded(whole(file), _File)


def _gathered(gathering: Gathering, place: str, release: str, package: _Package) -> Iterator[Skipped]:
    if not package.name or not release:
        yield Skipped(where=place, why="no name of the package or no release")
        return
    product = partial(Affected, product=f"pkg:apk/alpine/{package.name}#{release}", order="apk")
    why = reason("upper.alpine", package.name)
    for version, fixes in (package.secfixes or {}).items():
        for text in fixes or ():
            if not (ids := cve_ids(text)):
                yield Skipped(
                    where=f"{place}: {package.name} {version}"[:200], why=f"no CVE id: {text}"[:200]
                )
            for id in ids:
                if version == "0":
                    gathering.add(id, product(every=True, state="not-affected", why=_reason(text)))
                else:
                    bound = upstream_bound((package.name,), version, "apk", why)
                    gathering.add(id, product(spans=(Span(None, version),), fixed=(version,)), bounds=[bound])


def _reason(text: str) -> str:
    said = text.partition("(")[2].rstrip(") ")
    return said or reason("alpine.not-affected")


def _downloads(since: str | None) -> tuple[Download, ...]:
    """Each supported release's two repositories; not tried where there is no network."""
    releases = ["edge", *(f"v3.{minor}" for minor in range(_NEWEST, _OLDEST - 1, -1))]
    return tuple(
        Download(
            url=f"https://secdb.alpinelinux.org/{release}/{part}.json", name=f"alpine-{release}-{part}.json"
        )
        for release in releases
        for part in ("main", "community")
    )


FEED = Feed(
    id="alpine-secdb",
    title=both("Alpine Linux secdb"),
    publisher="Alpine Linux",
    terms="facts only (trackers: CC-BY-SA-4.0)",
    mine=_mine,
    read=_records,
    speaks=("pkg:apk/alpine/", "software:"),
    downloads=_downloads,
)
