"""Disks that a table parts: what lies in each partition, and between them."""

import re
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

_BOOT_CODE = re.compile(  # as the boards' documents call them
    r"(?:.*[-_ ])?(?:u-?boot|spl|tpl|fsbl\d?|ssbl\d?|bl[12]\d?|fip|atf|tf-?a|tee|optee|op-tee|trust(?:os)?|tz|tzsw|lk"
    r"|loader\d?|idbloader|preloader|bootloader|boot0|boot1|miniloader|mlo|x-?loader|sbl\d?|aboot|xbl|abl|rpm|hyp"
    r"|qsee|keymaster|cmnlib\w*|devcfg|imem|grub|bios[-_ ]?boot|efi[-_ ]?boot|barebox|redboot)"
    r"(?:[-_ ]?[ab\d])?",
    re.IGNORECASE,
)


def holds_boot_code(name: str) -> bool:
    """Whether a partition of this name is for boot code."""
    return _BOOT_CODE.fullmatch(name) is not None


class Partition(msgspec.Struct, frozen=True):
    """A partition: `size` bytes from `start` of the disk. `boots` where the table, by its kind or name,
    sets it apart for the code that boots, which is opaque by its nature."""

    name: str
    start: int
    size: int
    boots: bool = False

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
            name = partition.name[:_MOST_NAME]
            apart = not (partition.boots or holds_boot_code(name))
            yield Inner(name=name, start=partition.start, size=has, partition=apart)


def _is_blank(view: memoryview, sink: Sink) -> bool:
    fill = bytes(view[:1])
    if fill not in (b"\0", b"\xff"):
        return False
    for start in range(0, len(view), _PIECE):
        sink.look()
        if bytes(view[start : start + _PIECE]).strip(fill):
            return False
    return True
