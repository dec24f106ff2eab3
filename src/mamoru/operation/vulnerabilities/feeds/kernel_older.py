"""Vulnerabilities of the Linux kernel from before its makers gave CVE ids themselves: the first release with
each, the release that mends it, and the mended release of each stable series.

A record a line (`first`, `fixed`, `streams`, the commits). Where neither beginning nor end is known, the
record says so and names no range.
Source: N. Luedtke, linux_kernel_cves (2024-04).
"""

import re
from collections.abc import Iterator

import msgspec

from mamoru.language import Text
from mamoru.operation.vulnerabilities.feeds.bounds import following, older, rest
from mamoru.operation.vulnerabilities.feeds.documents import documents, read_each
from mamoru.operation.vulnerabilities.feeds.feed import Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.record_parts import is_cve
from mamoru.operation.vulnerabilities.reasons import reason
from mamoru.operation.vulnerabilities.record import Affected, Record, Skipped, Span

MOST_STREAMS = 256
_ORDER = "kernel"
_RELEASE = re.compile(r"v?(\d{1,3}(?:\.\d{1,5}){1,3}(?:-rc\d{1,2})?)(?:-dontuse)?", re.ASCII)
_STREAM = re.compile(r"\d{1,3}\.\d{1,3}", re.ASCII)
_OLDEST = "2.6.12-rc2"  # where the kernel's git begins: said of what nobody has traced
_UNKNOWN = ("unk", "", "(n/a)")


class Entry(msgspec.Struct, gc=False):
    """A line of the file: releases as `v5.6-rc3`, or `unk`."""

    id: str
    first: str = "unk"
    fixed: str = "unk"
    streams: dict[str, str] = {}


def mine(file: FeedFile) -> bool:
    """Whether a line has what this list alone has."""
    line = file.head.partition(b"\n")[0]
    return b'"id":"CVE-' in line and b'"first":' in line and (b'"fixes":' in line or b'"streams":' in line)


def read(file: FeedFile) -> Iterator[Record | Skipped]:
    """The records of the file."""
    return read_each(documents(file), msgspec.json.Decoder(Entry).decode, record)


def record(entry: Entry) -> Iterator[Record | Skipped]:
    """What a line says."""
    first, fixed = _release(entry.first), _release(entry.fixed)
    if not is_cve(entry.id):
        yield Skipped(where=entry.id[:64] or "?", why="it is no CVE id")
        return
    if (first is None and entry.first not in _UNKNOWN) or (fixed is None and entry.fixed not in _UNKNOWN):
        yield Skipped(where=entry.id, why=f"no release of the kernel: {entry.first[:40]}, {entry.fixed[:40]}")
        return
    streams = {}
    for stream, written in list(entry.streams.items())[:MOST_STREAMS]:
        release = _release(written)
        if release is None or not _STREAM.fullmatch(stream):
            yield Skipped(where=entry.id, why=f"no stable release: {stream[:40]}: {written[:40]}")
        else:
            streams[stream] = release
    if first is None and fixed is None and not streams:
        yield Record(id=entry.id, shown="Linux: neither the first nor the mended release is known")
        return
    since = first if first != _OLDEST else None
    releases = [*streams.values(), *([fixed] if fixed else [])]
    yield Record(
        id=entry.id,
        affected=(
            Affected(
                product="software:linux", order=_ORDER, spans=_spans(first, fixed, streams),
                fixed=tuple(dict.fromkeys(releases)), upper=since is None,
                why=None if since else reason("upper.kernel"),
            ),
        ),
    )  # fmt: skip


def _spans(first: str | None, fixed: str | None, streams: dict[str, str]) -> tuple[Span, ...]:
    """From the first release to the mended one, without what each stable series has mended; a series from
    before the first release got the weakness by a backport: it is affected until its own fix."""
    mended = [Span(release, following(stream, _ORDER)) for stream, release in streams.items()]
    spared = [Span(None, first)] if first is not None else []
    if fixed is not None:
        spared.append(Span(fixed, None))
    spans = rest((*mended, *spared), _ORDER) or ()
    if first is None:
        return spans
    before = [Span(stream, release) for stream, release in streams.items() if older(release, first, _ORDER)]
    return (*(span for span in before if span.low != span.high), *spans)


def _release(text: str) -> str | None:
    found = _RELEASE.fullmatch(text)
    return found[1] if found else None


FEED = Feed(
    id="kernel-older",
    title=Text("Linuxカーネルの以前の脆弱性", "Earlier vulnerabilities of the Linux kernel"),
    publisher="N. Luedtke (linux_kernel_cves)",
    terms="Apache-2.0",
    mine=mine,
    read=read,
    whole=True,
    speaks=("software:linux",),
)
