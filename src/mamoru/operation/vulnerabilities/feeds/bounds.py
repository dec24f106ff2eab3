"""Bounds as sources write them, and what remains of all versions when some ranges are taken away."""

import re
from collections.abc import Iterable
from functools import lru_cache

from mamoru.operation.vulnerabilities.record import Span
from mamoru.operation.vulnerabilities.versions import key, known_order

MOST_VERSION = 128
_SURE = re.compile(
    r"v?[0-9][0-9A-Za-z._+~:-]*(?: ?(?:sp|hf|build|update|patch|rc|beta|alpha) ?[0-9]+)?", re.I
)
_SERIES = re.compile(r"v?([0-9]+(?:\.[0-9]+)*)(?:\.[x*])+", re.I)
_COMMIT = re.compile(r"[0-9a-f]{40}|(?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{10,39}", re.I)
_KERNEL_LAST = {(2, 6): 39, (3,): 19, (4,): 20, (5,): 19, (6,): 19}  # the last of each before a new number
_DIGITS = 18

_Place = tuple[int, bytes, bool]
_BEGINNING: _Place = (0, b"", False)
_NEVER: _Place = (2, b"", False)


@lru_cache(1 << 14)
def sure(text: str) -> bool:
    """Whether this is one version and nothing else, so that it can be compared."""
    return len(text) <= MOST_VERSION and _SURE.fullmatch(text) is not None


def commit(text: str) -> bool:
    """Whether this is the name of a commit, which nobody here can order."""
    return 10 <= len(text) <= 40 and _COMMIT.fullmatch(text) is not None


def plain_number(version: str) -> str:
    """A single version as the match compares it: in lower case, `v1.2` as `1.2`."""
    low = version.lower()
    return low[1:] if low[:1] == "v" and low[1:2].isdigit() else low


def series(text: str) -> str | None:
    """The series that `6.6.*`, `1.x` or `8.x.x` means: `6.6`, `1`, `8`; None where it is none."""
    found = _SERIES.fullmatch(text) if text[-1:] in "*xX" and len(text) <= MOST_VERSION else None
    return found[1] if found else None


@lru_cache(1 << 12)
def following(series: str, order: str) -> str:
    """The first release after a series: `6.7` after `6.6`, and by the kernel's numbers `5.0` after `4.20`."""
    numbers = [int(part[-_DIGITS:]) for part in series.split(".")]
    if order == "kernel" and _KERNEL_LAST.get(tuple(numbers[:-1])) == numbers[-1]:
        numbers = [3, 0] if numbers[0] == 2 else [numbers[0] + 1, 0]
    else:
        numbers[-1] += 1
    return ".".join(map(str, numbers))


def older(one: str, other: str, order: str) -> bool | None:
    """Whether `one` is older than `other`; None where that cannot be said."""
    first, second = _key(one, order), _key(other, order)
    return None if first is None or second is None else first < second


def rest(taken: Iterable[Span], order: str) -> tuple[Span, ...] | None:
    """The spans that remain of all versions without those of `taken`; None where their order is not
    known. Source: CVE Record Format 5.2, "versions" (a default status and its exceptions)."""
    placed = []
    for span in taken:
        first = _place(span.low, order, _BEGINNING, after=span.low_open)
        last = _place(span.high, order, _NEVER, after=span.high_closed)
        if first is None or last is None:
            return None
        placed.append((first, last, span))
    placed.sort(key=lambda each: each[:2])
    spans = []
    reached: _Place = _BEGINNING
    before: Span | None = None
    for first, last, span in placed:
        if reached < first:
            low, low_open = (before.high, before.high_closed) if before else (None, False)
            spans.append(Span(low, span.low, low_open, span.low_open))
        if reached < last:
            reached, before = last, span
    if reached < _NEVER:
        spans.append(Span(before.high, None, before.high_closed) if before else Span())
    return tuple(spans)


def _place(version: str | None, order: str, unbounded: _Place, *, after: bool) -> _Place | None:
    if version is None:
        return unbounded
    found = _key(version, order)
    return None if found is None else (1, found, after)


@lru_cache(1 << 16)
def _key(version: str, order: str) -> bytes | None:
    return key(order if known_order(order) else "generic", version)
