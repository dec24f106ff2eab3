"""FreeBSD's VuXML: ranges of ports, one topic for several vulnerabilities.

Read are the XML that FreeBSD publishes (the flat file, without declarations of its own) and the same
entry by entry in JSON. Source: VuXML DTD 1.1; FreeBSD Porter's Handbook, "Security".
"""

from collections.abc import Iterator

import msgspec

from mamoru.language import both
from mamoru.operation.vulnerabilities.feeds.cve_ids import cve_ids, day
from mamoru.operation.vulnerabilities.feeds.entries import entries
from mamoru.operation.vulnerabilities.feeds.feed import Download, Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.gathering import Gathering
from mamoru.operation.vulnerabilities.feeds.opening import whole
from mamoru.operation.vulnerabilities.feeds.upstream_bounds import Bound, upstream_bound
from mamoru.operation.vulnerabilities.feeds.xml_trees import Node, trees
from mamoru.operation.vulnerabilities.reasons import reason
from mamoru.operation.vulnerabilities.record import Affected, Record, Skipped, Span

_ADDRESS = "https://vuxml.freebsd.org/freebsd/vuln.xml.xz"
_BASE = ("FreeBSD", "FreeBSD-kernel")


class _Range(msgspec.Struct, frozen=True):
    lt: str | None = None
    le: str | None = None
    gt: str | None = None
    ge: str | None = None
    eq: str | None = None


class _Ports(msgspec.Struct, frozen=True):
    name: tuple[str, ...]
    range: tuple[_Range, ...]


class _References(msgspec.Struct, frozen=True):
    cvename: tuple[str, ...] = ()


class _Dates(msgspec.Struct, frozen=True):
    entry: str = ""
    modified: str = ""


class _Topic(msgspec.Struct, frozen=True):
    vid: str
    topic: str
    affects: tuple[_Ports, ...] = ()
    references: _References = _References()
    dates: _Dates = _Dates()
    cancelled: bool = False


def _mine(file: FeedFile) -> bool:
    return (b'"affects"' in file.head and b'"vid"' in file.head) or b"<vuxml" in file.head


def _records(file: FeedFile) -> Iterator[Record | Skipped]:
    gathering = Gathering()
    found = _xml(file) if b"<vuxml" in file.head else entries(file, _Topic)
    for entry in found:
        if isinstance(entry, Skipped):
            yield entry
            continue
        place, topic = entry
        if not (ids := cve_ids(*topic.references.cvename)) or not topic.affects:
            yield Skipped(where=f"{place}: {topic.vid}"[:200], why="no CVE id or no package")
        else:
            _gathered(gathering, topic, ids)
    yield from gathering.records()


def _gathered(gathering: Gathering, topic: _Topic, ids: tuple[str, ...]) -> None:
    code = "upper.freebsd-several" if len(ids) > 1 else "upper.freebsd"
    affected, bounds = [], []
    for ports in topic.affects:
        for name in ports.name:
            product = f"pkg:freebsd/{name}"
            spans = tuple(_span(each) for each in ports.range)
            fixed = tuple(each.lt for each in ports.range if each.lt)
            affected.append(Affected(product=product, order="freebsd", spans=spans, fixed=fixed))
            if name not in _BASE:
                bounds += _bounds(name, ports.range, reason(code, name, topic.vid, len(ids)))
    for id in ids:
        gathering.add(
            id, *affected, bounds=bounds, published=day(topic.dates.entry),
            links=(f"https://vuxml.freebsd.org/freebsd/{topic.vid}.html",),
        )  # fmt: skip


def _bounds(name: str, ranges: tuple[_Range, ...], why: str) -> list[Bound]:
    found = (upstream_bound((name,), each.lt, "freebsd", why, low=each.ge) for each in ranges if each.lt)
    return [bound for bound in found if bound is not None]


def _span(each: _Range) -> Span:
    if each.eq is not None:
        return Span(each.eq, each.eq, high_closed=True)
    low, high = each.ge or each.gt, each.lt or each.le
    return Span(
        low,
        high,
        low_open=each.ge is None and low is not None,
        high_closed=each.lt is None and high is not None,
    )


def _xml(file: FeedFile) -> Iterator[tuple[str, _Topic] | Skipped]:
    for node in trees(whole(file), "vuln"):
        if isinstance(node, Skipped):
            yield node
        elif node.first("cancelled") is None:
            yield f"line {node.line}", _topic(node)


def _topic(node: Node) -> _Topic:
    affects = (
        _Ports(
            name=tuple(name.text.strip() for name in package.of("name")),
            range=tuple(
                _Range(**{bound.name: bound.text.strip() for bound in each.children if bound.name in _NAMES})
                for each in package.of("range")
            ),
        )
        for part in node.of("affects")
        for package in (*part.of("package"), *part.of("system"))
    )
    return _Topic(
        vid=node.attributes.get("vid", ""),
        topic=node.words("topic"),
        affects=tuple(ports for ports in affects if ports.name),
        references=_References(
            cvename=tuple(cve.text for part in node.of("references") for cve in part.of("cvename"))
        ),
        dates=_Dates(entry=node.words("dates", "entry")),
    )


_NAMES = ("lt", "le", "gt", "ge", "eq")

FEED = Feed(
    id="freebsd-vuxml",
    title=both("FreeBSD VuXML"),
    publisher="FreeBSD",
    terms="BSD style, (c) J. Vidrine and contributors",
    mine=_mine,
    read=_records,
    whole=True,
    speaks=("pkg:freebsd/", "software:"),
    downloads=lambda since: (Download(url=_ADDRESS, name="vuln.xml.xz"),),
)
