"""Where what cannot be opened ends, and what of a region lies outside it."""

from collections.abc import Iterable, Sequence

import msgspec

from mamoru.verification.firmware.reading.reader import UNTIL_NEXT, Reader

Stretch = tuple[int, int]


class Shut(msgspec.Struct, frozen=True, kw_only=True):
    """A structure that was recognised and cannot be opened: `size` bytes from `start` of its region, or
    `UNTIL_NEXT`."""

    start: int
    size: int
    reader: Reader


def reaching(shut: Iterable[Shut], between: Sequence[Stretch]) -> list[Shut]:
    """`shut` with their ends, each once: one that lies in another is part of that. `between` are the
    stretches that no reader opened; one that does not say its length reaches to the end of its own."""
    found: list[Shut] = []
    for each in sorted(shut, key=lambda each: each.start):
        if found and each.start < found[-1].start + found[-1].size:
            continue
        end = next((end for start, end in between if start <= each.start < end), each.start)
        last = max((end for _, end in between), default=end)
        size = end - each.start if each.size == UNTIL_NEXT else min(each.size, last - each.start)
        if size > 0:
            found.append(Shut(start=each.start, size=size, reader=each.reader))
    return found


def outside_of(shut: Sequence[Shut], between: Iterable[Stretch]) -> list[Stretch]:
    """What of `between` lies in none of `shut`."""
    left = []
    for start, end in between:
        for each in shut:
            if each.start >= end or each.start + each.size <= start:
                continue
            if start < each.start:
                left.append((start, each.start))
            start = min(max(start, each.start + each.size), end)
        left.append((start, end))
    return left
