"""The headers of UBI's erase blocks, and the spare bytes between pages that a dump of the flash has.

Source: the Linux kernel, drivers/mtd/ubi/ubi-media.h (big-endian). NAND flash has some bytes behind each page
for its error correction; UBI never sees them, a programmer's dump has them.
"""

import itertools
import math
import re
import zlib
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.verification.firmware.reading.reader import fields, stands

BLOCK, VOLUME = b"UBI#", b"UBI!"
HEADER = 64
MOST_BLOCK = 4 << 20
TABLE = 0x7FFFEFFF
RECORD = 172
MOST_RECORDS = 128
_MAGIC = re.compile(BLOCK)
_LOOKED_AT = 64  # blocks of a dump in which the geometry shows
_SPARES = {
    512: (16, 32),
    2048: (64, 128, 112),
    4096: (128, 224, 256, 218, 192),
    8192: (256, 448, 512, 640, 744),
    16384: (512, 1024, 1280),
}


class Pages(msgspec.Struct, frozen=True):
    """How a dump lies: `size` bytes of each page, then `spare` bytes of which UBI knows nothing."""

    size: int
    spare: int

    def place(self, offset: int) -> int:
        """Where a byte lies in the dump, of which UBI says `offset` within its erase block."""
        return offset + offset // self.size * self.spare

    def contents(self, view: memoryview) -> Iterator[memoryview]:
        """The pages of `view` without their spare bytes."""
        step = self.size + self.spare
        return (view[at : at + self.size] for at in range(0, len(view), step))


def is_header(view: memoryview, start: int) -> bool:
    """Whether an erase block's header stands at `start`."""
    return stands(BLOCK, view, start) and len(view) >= start + HEADER and checked(view, start)


def checked(view: memoryview, start: int) -> bool:
    """Whether the checksum of the header at `start` is right. Raises `FormatError` where it is cut."""
    version, checksum = fields(">B", view, start + 4)[0], fields(">I", view, start + 60)[0]
    return version == 1 and zlib.crc32(view[start : start + 60]) ^ 0xFFFFFFFF == checksum


def block_size(view: memoryview) -> int:
    """What the distances of the first headers have in common, as a damaged block has none; all there is where
    a second one is not found."""
    places = (HEADER + found.start() for found in _MAGIC.finditer(view[HEADER : MOST_BLOCK + HEADER]))
    headers = (place for place in places if place % 16 == 0 and is_header(view, place))
    return math.gcd(*itertools.islice(headers, 4)) or max(min(len(view), MOST_BLOCK), HEADER)


def good_records(view: memoryview) -> Iterator[int]:
    """The rows of the volume table `view` whose checksum is right, empty ones too."""
    for number in range(min(len(view) // RECORD, MOST_RECORDS)):
        at = number * RECORD
        (checksum,) = fields(">I", view, at + RECORD - 4)
        if zlib.crc32(view[at : at + RECORD - 4]) ^ 0xFFFFFFFF == checksum:
            yield number


def pages_of(view: memoryview) -> Pages | None:
    """The pages of the dump that begins `view`; None where it has no spare bytes, or no geometry fits.

    An erase block is a power of two, so one with spare bytes is none. Several geometries have the same length:
    the volume table, longer than any small page, is whole in the right one only, and where there is none the
    largest page counts at which a volume's header is found.
    """
    block = block_size(view)
    if block & (block - 1) == 0 or not is_header(view, 0):
        return None
    where, data = fields(">II", view, 16)
    fitting = [
        (_fit(view, pages, block, where, data), size, pages)
        for size, spares in _SPARES.items()
        for spare in spares
        if _divides(block, pages := Pages(size, spare)) and data % size == 0
    ]
    best = max(fitting, key=lambda each: each[:2], default=None)
    return best[2] if best is not None and best[0] else None


def _divides(block: int, pages: Pages) -> bool:
    count, rest = divmod(block, pages.size + pages.spare)
    return not rest and count & (count - 1) == 0 and count >= 16


def _fit(view: memoryview, pages: Pages, block: int, where: int, data: int) -> int:
    """How much speaks for `pages`: 1 for a volume's header in its place, more for each good row of the volume
    table."""
    found = 0
    for start in range(0, min(len(view), block * _LOOKED_AT), block):
        at = start + pages.place(where)
        try:
            if not stands(VOLUME, view, at) or not checked(view, at):
                continue
            (volume,) = fields(">I", view, at + 8)
        except FormatError:
            return found
        found = max(found, 1)
        if volume == TABLE:
            plain = b"".join(pages.contents(view[start : start + block]))
            rows = memoryview(plain)[data : data + RECORD * MOST_RECORDS]
            return max(found, 1 + sum(1 for _ in good_records(rows)))
    return found
