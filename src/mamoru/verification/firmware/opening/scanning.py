"""Where structures may begin: every magic of every reader at any offset, in one pass over the bytes."""

import heapq
from collections.abc import Callable, Iterator
from functools import cache

from ahocorasick_rs import BytesAhoCorasick

from mamoru.verification.firmware.opening.closed import closed_readers
from mamoru.verification.firmware.readers import readers
from mamoru.verification.firmware.reading.reader import Magic, Reader

WINDOW = 4 << 20


class Candidate:
    """A magic of `reader` seen at `hit`: its structure may begin at `start`. Ordered by `start`, those that
    can be opened first."""

    __slots__ = ("hit", "reader", "start")

    def __init__(self, start: int, hit: int, reader: Reader) -> None:
        self.start, self.hit, self.reader = start, hit, reader

    def __lt__(self, other: "Candidate") -> bool:
        return (self.start, self.reader.title is not None) < (other.start, other.reader.title is not None)


class Magics:
    """The magics of the readers that are looked for together."""

    def __init__(self, wanted: list[Reader]) -> None:
        self._known: list[tuple[Magic, Reader]] = [(magic, r) for r in wanted for magic in r.magics]
        self._automaton = BytesAhoCorasick([magic.pattern for magic, _ in self._known])
        self._longest = max(len(magic.pattern) for magic, _ in self._known)
        self._farthest = max(magic.offset for magic, _ in self._known)

    def candidates(
        self,
        view: memoryview,
        opened: Callable[[], int],
        seen: Callable[[memoryview], None] | None = None,
    ) -> Iterator[Candidate]:
        """Where structures may begin in `view`, by offset. What lies before `opened()`, asked at each
        window, is not looked at. `seen` is handed each window once."""
        waiting: list[Candidate] = []
        for base in range(0, len(view), WINDOW):
            if seen is not None:
                seen(view[base : base + WINDOW])
            if base + WINDOW <= opened():
                continue
            window = view[base : base + WINDOW + self._longest - 1]
            for number, begin, _ in self._automaton.find_matches_as_indexes(window, overlapping=True):
                magic, reader = self._known[number]
                if begin < WINDOW and base + begin >= magic.offset:
                    hit = base + begin
                    heapq.heappush(waiting, Candidate(hit - magic.offset, hit, reader))
            while waiting and waiting[0].start < base + WINDOW - self._farthest:
                yield heapq.heappop(waiting)
        while waiting:
            yield heapq.heappop(waiting)


@cache
def everywhere() -> Magics:
    """The magics that are looked for at any offset."""
    return Magics([reader for reader in (*readers().values(), *closed_readers()) if reader.raw])


def at_the_start(view: memoryview, *, archives: bool = False) -> Iterator[Reader]:
    """The readers whose magic stands where it must if their structure begins `view`; only those worth
    opening inside a file system where `archives`."""
    for reader in readers().values():
        if reader.start is not None or (archives and not reader.archive):
            continue
        if any(view[m.offset : m.offset + len(m.pattern)] == m.pattern for m in reader.magics):
            yield reader


def closed_at_the_start(view: memoryview) -> Reader | None:
    """The format that `view` begins as and that cannot be opened, of those that are looked for at the
    beginning only."""
    for reader in closed_readers():
        stands = any(view[m.offset : m.offset + len(m.pattern)] == m.pattern for m in reader.magics)
        if not reader.raw and stands and reader.claim(view) is not None:
            return reader
    return None
