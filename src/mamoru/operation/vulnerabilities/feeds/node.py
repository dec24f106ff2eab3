"""Node.js's own list: ranges of vulnerable releases and from which release each series is mended.

Source: nodejs/security-wg, vuln/core; the ranges are those of npm (`8.x`, `^8.1.4`, `>=6.0.0 <6.2.0`).
"""

import re
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.feeds.cve_ids import cve_ids
from mamoru.operation.vulnerabilities.feeds.entries import decoded, entries, read
from mamoru.operation.vulnerabilities.feeds.feed import Download, Feed, FeedFile
from mamoru.operation.vulnerabilities.feeds.gathering import Gathering
from mamoru.operation.vulnerabilities.feeds.opening import whole
from mamoru.operation.vulnerabilities.feeds.side_series import after
from mamoru.operation.vulnerabilities.record import Affected, Record, Skipped, Span

_SERIES = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\.x")
_SAME = re.compile(r"\^?\s*(\d{1,9})\.(\d{1,9})\.(\d{1,9})")
_ONE = re.compile(r"\d+\.\d+\.\d+")
_BOUND = re.compile(r"(>=|<=|>|<)\s*(\d{1,9}(?:\.\d{1,9})*)")
_ADDRESS = "https://raw.githubusercontent.com/nodejs/security-wg/main/vuln/core/index.json"
_SYSTEMS = {"win32": "windows", "darwin": "macos"}


class _Entry(msgspec.Struct, frozen=True, rename="camel"):
    vulnerable: str
    cve: tuple[str, ...] = ()
    patched: str = ""
    description: str | None = None
    ref: str = ""
    affected_environments: tuple[str, ...] = ()


def _mine(file: FeedFile) -> bool:
    return b'"vulnerable"' in file.head and b'"patched"' in file.head and b'"cve"' in file.head


def _records(file: FeedFile) -> Iterator[Record | Skipped]:
    if re.match(rb'\s*\{\s*"\d+"\s*:', file.head):
        items = decoded(whole(file), dict[str, msgspec.Raw]).items()
        found = read(((f"entry {number}", item) for number, item in items), _Entry)
    else:
        found = entries(file, _Entry)
    gathering = Gathering()
    for entry in found:
        if isinstance(entry, Skipped):
            yield entry
        elif skipped := _gathered(gathering, *entry):
            yield skipped
    yield from gathering.records()


def _gathered(gathering: Gathering, place: str, entry: _Entry) -> Skipped | None:
    ids = cve_ids(*entry.cve)
    if not ids:
        return Skipped(where=place, why="no CVE id and no id of its own")
    try:
        affected = _affected(entry)
    except FormatError as error:
        return Skipped(where=f"{place}: {ids[0]}", why=error.why)
    for id in ids:
        gathering.add(id, affected, title=entry.description, links=(entry.ref,))
    return None


def _affected(entry: _Entry) -> Affected:
    spans, exact, spared, fixed = [], [], [], []
    for part in _alternatives(entry.vulnerable):
        if _ONE.fullmatch(part):
            exact.append(part)
        else:
            spans.append(_span(part))
    for part in _alternatives(entry.patched):
        span = _span(part)
        spared.append(span)
        if span.low is not None:
            fixed.append(span.low)
    systems = {_SYSTEMS.get(name, name) for name in entry.affected_environments}
    return Affected(
        product="software:nodejs", spans=tuple(spans), exact=tuple(exact), spared=tuple(spared), fixed=tuple(fixed),
        on=next(iter(systems)) if len(systems) == 1 and systems <= {"windows", "macos"} else None,
    )  # fmt: skip


def _alternatives(text: str) -> list[str]:
    return [part.strip() for part in text.split("||") if part.strip()]


def _span(part: str) -> Span:
    if found := _SERIES.fullmatch(part):
        return Span(found[1], after(found[1]))
    if found := _SAME.fullmatch(part):
        major, minor, _ = found.groups()
        return Span(part.lstrip("^ "), after(f"0.{minor}" if major == "0" else major))
    bounds = dict(_BOUND.findall(part))
    if not bounds or _BOUND.sub("", part).strip():
        raise FormatError(0, f"not a range: {part}"[:200])
    low, high = bounds.get(">=", bounds.get(">")), bounds.get("<", bounds.get("<="))
    if high is not None and "<=" in bounds and high.count(".") < 2:  # `<= 10` takes in every 10.x
        return Span(low, after(high), low_open=">" in bounds)
    return Span(low, high, low_open=">" in bounds, high_closed="<=" in bounds)


FEED = Feed(
    id="node",
    title=Text("Node.js の脆弱性一覧", "Node.js's vulnerabilities"),
    publisher="Node.js Security Working Group",
    terms="MIT",
    mine=_mine,
    read=_records,
    whole=True,
    speaks=("software:nodejs",),
    downloads=lambda since: (Download(url=_ADDRESS, name="nodejs-core-index.json"),),
)
