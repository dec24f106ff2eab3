"""What the `versions` of a CVE record say: ranges, single versions, exceptions, fixed releases.

Source: CVE Record Format 5.2, "versions", "defaultStatus", "changes". Where makers write otherwise than the
format means, we read what they mean: a single entry whose `lessThan` equals its `version`, of a type of its
own, is everything before it (Chrome; elsewhere such a range excludes itself and decides nothing);
a default of "affected" beside nothing but affected versions means those; a bound may stand inside the
version itself (`< 10.6.2`).
"""

import re
from collections.abc import Iterator, Sequence

import msgspec

from mamoru.operation.vulnerabilities.feeds.bounds import (
    MOST_VERSION,
    commit,
    following,
    older,
    plain_number,
    rest,
    series,
    sure,
)
from mamoru.operation.vulnerabilities.feeds.cve_record import Status, Version
from mamoru.operation.vulnerabilities.feeds.version_words import EVERY, NOT_TOLD, read_words
from mamoru.operation.vulnerabilities.record import Span, State

MOST_VERSIONS = 4096
_FROM_BEGINNING = NOT_TOLD | EVERY | {"0", "0.0", "0.0.0", "earlier", "0.*"}
_DIGIT = re.compile(r"[0-9]")
_NO_END = frozenset({"*", "latest", "n/a"})


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What is said of a product's versions; `shown` is what nobody could read for sure."""

    state: State = "affected"
    spans: tuple[Span, ...] = ()
    exact: tuple[str, ...] = ()
    every: bool = False
    spared: tuple[Span, ...] = ()
    fixed: tuple[str, ...] = ()
    git: bool = False
    shown: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def ranges(self) -> bool:
        """Whether any version is named."""
        return bool(self.spans or self.exact or self.every or self.unread)


class _Lists:
    """The entries by status, in the order of the record."""

    def __init__(self, order: str) -> None:
        self.order = order
        self.spans: dict[Status, list[Span]] = {"affected": [], "unaffected": [], "unknown": []}
        self.exact: dict[Status, list[str]] = {"affected": [], "unaffected": [], "unknown": []}
        self.fixed: dict[str, None] = {}
        self.shown: dict[str, None] = {}
        self.unread: dict[str, None] = {}
        self.alone = False
        self.commits = False
        self.untold = False


def said(versions: Sequence[Version], default: Status | None, order: str) -> Said:
    """What `versions` say of a product whose versions are ordered by `order`."""
    lists = _Lists(order)
    lists.alone = len(versions) == 1
    commits = [entry for entry in versions if _in_commits(entry)]
    for entry in versions[:MOST_VERSIONS]:
        if not commits or not _in_commits(entry):
            _add(entry, lists)
    if len(versions) > MOST_VERSIONS:
        lists.shown[f"{len(versions)} versions, of which {MOST_VERSIONS} were read"] = None
    if commits and not any(any(each.values()) for each in (lists.spans, lists.exact)):
        lists.commits = True
        for entry in commits[:MOST_VERSIONS]:
            _add(entry, lists)
    return _concluded(lists, default, told=bool(versions))


def _concluded(lists: _Lists, default: Status | None, *, told: bool) -> Said:
    unread = tuple(lists.unread)
    affected, spared = tuple(lists.spans["affected"]), tuple(lists.spans["unaffected"])
    spared += tuple(Span(version, version, high_closed=True) for version in lists.exact["unaffected"])
    exact = tuple(dict.fromkeys(plain_number(version) for version in lists.exact["affected"]))
    shown = tuple(lists.shown)
    if default == "affected" and spared:
        fixed = tuple(
            dict.fromkeys(span.low for span in spared if span.low is not None and not span.low_open)
        )
        spans = None if lists.commits else rest(spared, lists.order)
        if spans is None:
            return Said(every=True, spared=spared, fixed=fixed, git=lists.commits, shown=shown)
        return Said(spans=spans, fixed=fixed, shown=shown, unread=unread)
    if affected or exact:
        every = Span() in affected
        return Said(
            spans=() if every else affected, exact=() if every else exact, every=every, git=lists.commits,
            spared=spared if affected else (), fixed=tuple(lists.fixed), shown=shown,
            unread=() if every else unread,
        )  # fmt: skip
    if lists.untold or (default == "affected" and not told):
        return Said(every=True, shown=shown)
    if unread:
        return Said(unread=unread, spared=spared, shown=shown)
    if spared:
        return Said(state="not-affected", spans=spared, git=lists.commits, shown=shown)
    return Said(shown=shown)


def _in_commits(entry: Version) -> bool:
    """Whether an entry speaks of commits: some say "git" of plain releases (Zephyr)."""
    upper = entry.less_than or entry.less_than_or_equal or ""
    named = commit(entry.version) or commit(upper)
    return named or (entry.version_type == "git" and "." not in (upper or entry.version))


def _add(entry: Version, lists: _Lists) -> None:
    upper = entry.less_than if entry.less_than is not None else entry.less_than_or_equal
    if upper is None:
        _add_single(entry, lists)
        return
    span = _span(entry, upper.strip(), lists)
    if span is None:
        sign = "<" if entry.less_than is not None else "<="
        _not_understood(f"{entry.version} {sign} {upper}", entry.status, lists)
        return
    for status, part in _parts(span, entry, lists):
        lists.spans[status].append(part)
        if status == "affected" and part.high == upper and not part.high_closed:
            lists.fixed[upper] = None


def _add_single(entry: Version, lists: _Lists) -> None:
    text = entry.version.strip()
    if lists.commits or (sure(text) and series(text) is None):
        lists.exact[entry.status].append(text[:MOST_VERSION])
    elif not _DIGIT.search(text) and text.lower() not in EVERY | NOT_TOLD and _OF_RANGES.search(text):
        _not_understood(text, entry.status, lists)
    elif text.lower() in NOT_TOLD or (not _DIGIT.search(text) and text.lower() not in EVERY):
        if text.lower() not in NOT_TOLD:
            lists.shown[text[:MOST_VERSION]] = None
        lists.untold = lists.untold or entry.status == "affected"
    elif (words := read_words(text)) is not None:
        lists.spans[entry.status] += words.spans
        lists.exact[entry.status] += words.exact
        if entry.status == "affected":
            bounds = (span.high for span in words.spans if not span.high_closed)
            lists.fixed.update((bound, None) for bound in bounds if bound and bound in text)
    elif len(text) > MOST_VERSION or "\n" in text or _OF_RANGES.search(text):
        _not_understood(text, entry.status, lists)
    else:
        lists.exact[entry.status].append(text)


def _not_understood(text: str, status: Status, lists: _Lists) -> None:
    """Words that may name any version: shown, and where they speak of affected ones they leave it open."""
    lists.shown[text[:MOST_VERSION]] = None
    if status != "unaffected":
        lists.unread[text[:MOST_VERSION]] = None


_OF_RANGES = re.compile(
    r"[<>≤≥~^]|\b(?:before|prior|previous|earlier|below|up to|through|lower|less|later|older|newer|above|higher"
    r"|onwards?|since|after|until|to|all|any|every|except|excluding|other than|and up)\b|以前|以降|以上|以下|未満|まで|から",
    re.IGNORECASE,
)


def _span(entry: Version, upper: str, lists: _Lists) -> Span | None:
    text = entry.version.strip()
    if lists.commits:
        return Span(text[:MOST_VERSION], upper[:MOST_VERSION], high_closed=entry.less_than is None)
    low: str | None = text
    if text.lower() in _FROM_BEGINNING:
        low = None
    elif inside := series(text):
        low = inside
    elif not sure(text):
        return None
    if upper.lower() in _NO_END:
        return Span(low, None)
    if inside := series(upper):
        return Span(low, following(inside, lists.order))
    if not sure(upper):
        return None
    closed = entry.less_than is None
    if low == upper and not closed and lists.alone and entry.version_type in (None, "custom"):
        low = None  # Chrome's way to say: everything before it
    return Span(low, upper, high_closed=closed)


def _parts(span: Span, entry: Version, lists: _Lists) -> Iterator[tuple[Status, Span]]:
    """The parts of a range whose status changes on the way."""
    status, low = entry.status, span.low
    for change in entry.changes[:MOST_VERSIONS]:
        at = change.at.strip()
        if change.status == "unaffected" and sure(at):
            lists.fixed[at] = None
        outside = span.high is not None and older(at, span.high, lists.order) is not True
        if not sure(at) or outside:
            continue
        yield status, Span(low, at)
        status, low = change.status, at
    yield status, Span(low, span.high, high_closed=span.high_closed)
