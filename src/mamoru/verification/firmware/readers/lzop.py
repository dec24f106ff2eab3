"""lzop files: a header, then LZO1X blocks, each with its sizes and checksums.

Source: the file format as the Linux kernel's lib/decompress_unlzo.c documents it (big-endian).
"""

from collections.abc import Iterator

from mamoru.errors import FormatError
from mamoru.verification.firmware.reading.decompressing import block
from mamoru.verification.firmware.reading.reader import (
    UNTIL_OPENED,
    Extent,
    Inner,
    Magic,
    Reader,
    Sink,
    Yielded,
    fields,
    span,
)

_MAGIC = b"\x89LZO\0\r\n\x1a\n"
_HAS_LEVEL = 0x0940
_FILTER, _ADLER_OUT, _ADLER_IN, _CRC_OUT, _CRC_IN = 0x800, 1, 2, 0x100, 0x200
_MOST_BLOCK = 64 << 20


class _Blocks:
    """The blocks after the header."""

    def __init__(self, view: memoryview) -> None:
        self._view = view
        version, _, _ = fields(">HHH", view, 9)
        position = 15
        if version >= _HAS_LEVEL:
            position += 2  # method and level
        else:
            position += 1
        (self._flags,) = fields(">I", view, position)
        position += 4 + (4 if self._flags & _FILTER else 0)
        position += 8 + (4 if version >= _HAS_LEVEL else 0)  # mode, time low, time high
        (length,) = fields(">B", view, position)
        self.consumed = position + 1 + length + 4

    def __iter__(self) -> Iterator[bytes]:
        while True:
            (size,) = fields(">I", self._view, self.consumed)
            if size == 0:
                self.consumed += 4
                return
            (packed,) = fields(">I", self._view, self.consumed + 4)
            if size > _MOST_BLOCK or packed > size:
                raise FormatError(self.consumed, "a block with an impossible size")
            flags = self._flags
            sums = bool(flags & _ADLER_OUT) + bool(flags & _CRC_OUT)
            if packed < size:
                sums += bool(flags & _ADLER_IN) + bool(flags & _CRC_IN)
            start = self.consumed + 8 + 4 * sums
            data = span(self._view, start, packed)
            yield bytes(data) if packed == size else self._unpacked(data, size)
            self.consumed = start + packed

    def _unpacked(self, data: memoryview, size: int) -> bytes:
        try:
            out = block("lzo", data, size)
        except FormatError as error:
            raise FormatError(self.consumed, error.why) from None
        if len(out) != size:
            raise FormatError(self.consumed, "a block of another size than it says")
        return out


def claim(view: memoryview) -> int | None:
    """Whether the header is whole and of a version that exists."""
    version, _, needed = fields(">HHH", view, 9)
    _Blocks(view)
    return UNTIL_OPENED if 0x0900 <= needed <= version < 0x2000 else None


def open_lzop(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """The contents."""
    blocks = _Blocks(view)
    blob, error = sink.salvage(blocks)
    if blob.size:
        yield Inner(blob=blob)
    if error is not None:
        raise error
    yield Extent(blocks.consumed)


READER = Reader(name="lzop", magics=(Magic(_MAGIC),), claim=claim, open=open_lzop, stream=True)
