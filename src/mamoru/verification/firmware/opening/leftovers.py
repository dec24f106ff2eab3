"""What lies between the structures: padding, a boot loader, code, or bytes that nobody can open."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum

import msgspec

_BLOCK = 4096
_LONG_PADDING, _PADDING = 8, 1  # blocks that part two pieces; one block may still lie in a boot loader
_BANNER = re.compile(rb"U-Boot (?:SPL |TPL )?20\d\d\.\d\d")
_TEXT = b"\t\n\r\x1b\0" + bytes(range(0x20, 0x7F))
_FILLS = b"\0\xff"
_FULL = (b"\0" * _BLOCK, b"\xff" * _BLOCK)
_SAMPLE = 64 << 10
_SAMPLES = 16
_LEAST_PADDING = 16  # a code may well begin with a few zeros

RANDOM = 7.9  # bits a byte; machine code has 5 to 6.5, text 4 to 5
LEAST_RANDOM = 64 << 10  # in less, chance alone explains it


class Nature(Enum):
    """What unopened bytes look like."""

    BOOT_LOADER = "u-boot"
    RANDOM = "encrypted or compressed in a way that nobody knows"
    TEXT = "text"
    OPAQUE = "code or data without a known structure"


class Leftover(msgspec.Struct, frozen=True, kw_only=True):
    """`size` bytes from `start` that belong to no structure."""

    start: int
    size: int
    nature: Nature
    entropy: float


def leftovers(view: memoryview, start: int, end: int) -> Iterator[Leftover]:
    """What lies from `start` to `end` apart from padding (runs of 0x00 or 0xff)."""
    for first, last in _between(_LONG_PADDING, view, start, end):
        if has_banner(view[first:last]):
            yield Leftover(
                start=first, size=last - first, nature=Nature.BOOT_LOADER, entropy=entropy(view[first:last])
            )
            continue
        for begin, stop in _between(_PADDING, view, first, last):
            measured = entropy(view[begin:stop])
            nature = _nature(view[begin:stop], measured)
            yield Leftover(start=begin, size=stop - begin, nature=nature, entropy=measured)


def unread(view: memoryview, between: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """From where to where a partition holds contents that nobody read: None where most of what it holds
    was read, or is padding, text or a boot loader."""
    left = [each for start, end in between for each in leftovers(view, start, end)]
    closed = [each for each in left if each.nature in (Nature.OPAQUE, Nature.RANDOM)]
    taken = len(view) - sum(end - start for start, end in between)
    if not closed or sum(each.size for each in closed) <= taken:
        return None
    return closed[0].start, closed[-1].start + closed[-1].size


def _nature(view: memoryview, bits: float) -> Nature:
    if bits > RANDOM and len(view) >= LEAST_RANDOM:
        return Nature.RANDOM
    sample = bytes(view[:_SAMPLE])
    is_text = len(sample) >= 16 and not sample.translate(None, _TEXT)
    return Nature.TEXT if is_text else Nature.OPAQUE


def has_banner(view: memoryview) -> bool:
    """Whether a U-Boot names its version in `view`."""
    return _BANNER.search(view) is not None


def entropy(view: memoryview) -> float:
    """Bits of entropy a byte (0 to 8), from at most 1 MiB in even samples."""
    counts: Counter[int] = Counter()
    step = max(len(view) // _SAMPLES, _SAMPLE)
    for base in range(0, len(view), step):
        counts.update(view[base : base + _SAMPLE])
    total = counts.total()
    return -sum(n / total * math.log2(n / total) for n in counts.values()) + 0.0 if total else 0.0


def _between(least: int, view: memoryview, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The pieces between runs of at least `least` blocks of padding, without fill bytes at their ends.

    Block by block: a regular expression over such runs reads 30 MB a second, this a gigabyte.
    """
    piece, run, fill = start, 0, b""
    for position in range(start, end - _BLOCK + 1, _BLOCK):
        block = bytes(view[position : position + _BLOCK])
        if block in _FULL:
            run = run + 1 if block == fill else 1
            fill = block
            continue
        if run >= least:
            yield from _trimmed(view, piece, position - run * _BLOCK)
            piece = position
        run, fill = 0, b""
    yield from _trimmed(view, piece, end)


def _trimmed(view: memoryview, start: int, end: int) -> Iterator[tuple[int, int]]:
    first, last = start, end
    while start < end:
        piece = bytes(view[start : min(start + _SAMPLE, end)])
        kept = piece.lstrip(_FILLS)
        start += len(piece) - len(kept)
        if kept:
            break
    while start < end:
        piece = bytes(view[max(start, end - _SAMPLE) : end])
        kept = piece.rstrip(_FILLS)
        end -= len(piece) - len(kept)
        if kept:
            yield (
                first if start - first < _LEAST_PADDING else start,
                last if last - end < _LEAST_PADDING else end,
            )
            return
