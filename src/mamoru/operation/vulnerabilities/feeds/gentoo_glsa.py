"""Gentoo's security advisories (GLSA): one bound for several vulnerabilities, by slot.

`rge` and its like bound the revisions of one version. Source: Gentoo, GLSA DTD and its guide.
"""

import re
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.feeds.cve_ids import cve_ids, day
from mamoru.operation.vulnerabilities.feeds.entries import entries
from mamoru.operation.vulnerabilities.feeds.feed import Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.gathering import Gathering
from mamoru.operation.vulnerabilities.feeds.side_series import after
from mamoru.operation.vulnerabilities.feeds.upstream_bounds import Bound, upstream_bound
from mamoru.operation.vulnerabilities.reasons import reason
from mamoru.operation.vulnerabilities.record import Affected, Record, Skipped, Span

_SERIES = re.compile(r"\d{1,9}(?:\.\d{1,9})*")
_LAST_REVISION = "-r99999"


class _Range(msgspec.Struct, frozen=True, rename="pascal"):
    range: str
    text: str
    slot: str = ""


class _Package(msgspec.Struct, frozen=True, rename="pascal"):
    name: str
    vulnerable: tuple[_Range, ...] | None = None
    unaffected: tuple[_Range, ...] | None = None


class _Packages(msgspec.Struct, frozen=True, rename="pascal"):
    package: tuple[_Package, ...] = ()


class _Link(msgspec.Struct, frozen=True, rename="pascal"):
    text: str = ""
    link: str = ""


class _Links(msgspec.Struct, frozen=True):
    URI: tuple[_Link, ...] = ()


class _Advisory(msgspec.Struct, frozen=True, rename="pascal"):
    number: str = msgspec.field(name="ID")
    affected: _Packages = _Packages()
    references: _Links = _Links()
    title: str | None = None
    announced: str = ""


def _mine(file: FeedFile) -> bool:
    first = file.head.partition(b"\n")[0]
    return b'"Affected"' in first and b'"Package"' in first and b'"Unaffected"' in first


def _records(file: FeedFile) -> Iterator[Record | Skipped]:
    gathering = Gathering()
    for entry in entries(file, _Advisory):
        if isinstance(entry, Skipped):
            yield entry
        else:
            yield from _gathered(gathering, *entry)
    yield from gathering.records()


def _gathered(gathering: Gathering, place: str, advisory: _Advisory) -> Iterator[Skipped]:
    name = f"GLSA-{advisory.number}"
    ids = cve_ids(*(text for uri in advisory.references.URI for text in (uri.text, uri.link)))
    if not ids or not advisory.affected.package:
        yield Skipped(where=f"{place}: {name}"[:200], why="no CVE id or no package")
        return
    why = reason("gentoo.bound-several" if len(ids) > 1 else "gentoo.bound", name, len(ids))
    for package in advisory.affected.package:
        try:
            affected, bounds = _affected(package, why), _bounds(package, why)
        except FormatError as error:
            yield Skipped(where=f"{place}: {name} {package.name}"[:200], why=error.why)
            continue
        for id in ids:
            gathering.add(
                id, affected, bounds=bounds, title=advisory.title, published=day(advisory.announced),
                links=(f"https://security.gentoo.org/glsa/{advisory.number}",),
            )  # fmt: skip


def _affected(package: _Package, why: str) -> Affected:
    vulnerable, unaffected = package.vulnerable or (), package.unaffected or ()
    return Affected(
        product=f"pkg:ebuild/{package.name}",
        order="gentoo",
        spans=tuple(_span(each) for each in vulnerable),
        spared=tuple(_span(each) for each in unaffected),
        fixed=tuple(
            dict.fromkeys(each.text.strip() for each in unaffected if each.range in ("ge", "gt", "rge"))
        ),
        why=why,
    )


def _span(each: _Range) -> Span:
    """A bound within its slot where the slot is a series that the version lies in, else everywhere."""
    version, slot = each.text.strip(), each.slot.strip()
    in_slot = _SERIES.fullmatch(slot) is not None and (version == slot or version.startswith(f"{slot}."))
    least, most = (slot, after(slot)) if in_slot else (None, None)
    match each.range:
        case "lt" | "le":
            return Span(least, version, high_closed=each.range == "le")
        case "gt" | "ge":
            return Span(version, most, low_open=each.range == "gt")
        case "eq":
            return Span(version, version, high_closed=True)
        case "rlt" | "rle":
            return Span(_unrevised(version), version, high_closed=each.range == "rle")
        case "rgt" | "rge":
            return Span(
                version, _unrevised(version) + _LAST_REVISION, low_open=each.range == "rgt", high_closed=True
            )
        case other:
            raise FormatError(0, f"not a range: {other}"[:100])


def _unrevised(version: str) -> str:
    return re.sub(r"-r\d+$", "", version)


def _bounds(package: _Package, why: str) -> list[Bound]:
    name = package.name.rpartition("/")[2]
    found = []
    for each in package.vulnerable or ():
        span = _span(each)
        if each.range == "lt" and span.high is not None:
            found.append(upstream_bound((name,), span.high, "ebuild", why, low=span.low))
    return [bound for bound in found if bound is not None]


FEED = Feed(
    id="gentoo-glsa",
    title=Text("Gentoo セキュリティ勧告 (GLSA)", "Gentoo security advisories (GLSA)"),
    publisher="Gentoo",
    terms="CC-BY-SA (facts only)",
    mine=_mine,
    read=_records,
    speaks=("pkg:ebuild/", "software:"),
)
