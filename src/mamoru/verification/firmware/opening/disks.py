"""Disks that a table parts: what lies in each partition, and between them."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from mamoru.language import Text
from mamoru.verification.firmware.reading.reader import Flaw, Inner, Sink, Yielded

_PIECE = 1 << 20
_MOST_NAME = 64
_BEYOND = Text(
    "パーティション {name} の {missing} バイトが、イメージの終わりより後にあります。",
    "{missing} bytes of the partition {name} lie beyond the end of the image.",
)


class Partition(msgspec.Struct, frozen=True):
    """A partition: `size` bytes from `start` of the disk."""

    name: str
    start: int
    size: int

    @property
    def end(self) -> int:
        """The first byte behind it."""
        return self.start + self.size


def apart(partitions: Sequence[Partition]) -> bool:
    """Whether no two partitions overlap."""
    ordered = sorted(partitions, key=lambda partition: partition.start)
    return all(one.end <= other.start for one, other in pairwise(ordered))


def regions(
    view: memoryview, tables: Sequence[tuple[int, int]], partitions: Sequence[Partition], sink: Sink
) -> Iterator[Yielded]:
    """The partitions, and what lies outside them and the `tables` (start, end): a boot loader often does.
    What holds nothing but one fill byte is left out."""
    taken = sorted([*tables, *((partition.start, partition.end) for partition in partitions)])
    position = 0
    for start, end in [*taken, (len(view), len(view))]:
        start = min(start, len(view))
        if position < start and not _is_blank(view[position:start], sink):
            yield Inner(name="unpartitioned", start=position, size=start - position)
        position = max(position, end)
    for partition in partitions:
        has = max(min(partition.end, len(view)) - partition.start, 0)
        if has < partition.size:
            why = _BEYOND.fill(name=partition.name, missing=partition.size - has)
            yield Flaw(start=min(partition.start, len(view)), size=has, why=why)
        if has and not _is_blank(view[partition.start : partition.start + has], sink):
            yield Inner(name=partition.name[:_MOST_NAME], start=partition.start, size=has)


def _is_blank(view: memoryview, sink: Sink) -> bool:
    fill = bytes(view[:1])
    if fill not in (b"\0", b"\xff"):
        return False
    for start in range(0, len(view), _PIECE):
        sink.look()
        if bytes(view[start : start + _PIECE]).strip(fill):
            return False
    return True
