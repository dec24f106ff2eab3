"""Packed contents of EROFS: which piece of a file lies packed in which blocks, and how to unpack it.

Source: the Linux kernel, fs/erofs/erofs_fs.h, fs/erofs/zmap.c, fs/erofs/decompressor*.c.
"""

import lzma
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.verification.firmware.readers.erofs.layout import PACKED_FULL, ZERO_PADDING, File, Super
from mamoru.verification.firmware.reading.decompressing import Stream
from mamoru.verification.firmware.reading.decompressing import block as unpacked
from mamoru.verification.firmware.reading.reader import fields, span

_PLAIN, _HEAD, _MORE, _SECOND_HEAD = range(4)
_COUNTED = 1 << 11
_DENSE, _INLINE, _INTERLACED, _FRAGMENT, _EXTENTS = 0x1, 0x8, 0x10, 0x20, 0x40
_WHOLE_IN_FRAGMENT = 0x80
_ALGORITHMS = ("lz4", "lzma", "deflate", "zstd")
_MOST_BLOCKS = 256  # a piece is packed into at most 1 MiB
_MOST_PIECE = 32 << 20
_LZ4_ROOM = 1 << 20


class Piece(msgspec.Struct, frozen=True, gc=False):
    """A piece of a file from `start`: packed in `count` blocks from `block`."""

    start: int
    kind: int
    block: int
    count: int


class _Entry(msgspec.Struct, frozen=True, gc=False):
    """An index entry: of a head where in its cluster it begins, of what follows it the count of blocks
    (0: not said)."""

    kind: int
    value: int
    block: int


class Clusters:
    """The pieces of one file."""

    def __init__(self, view: memoryview, sb: Super, file: File) -> None:
        self._view, self._sb, self._file = view, sb, file
        self._header = (file.end + 7) & ~7
        _, self._inline, self._advice, algorithms, bits = fields("<HHHBB", view, self._header)
        self._algorithms = algorithms & 15, algorithms >> 4
        self._cluster_bits = sb.block_bits + (bits & 7)
        if self._advice & _FRAGMENT or bits & _WHOLE_IN_FRAGMENT:
            raise FormatError(self._header, "shares a fragment (packed inode), which is not supported")
        if self._advice & _EXTENTS and file.layout != PACKED_FULL:
            raise FormatError(self._header, "has an extent list, which is not supported")
        self._after = self._header + 8

    def contents(self) -> Iterator[bytes]:
        """The file's contents, piece by piece."""
        done, before = 0, None
        for piece in self._pieces():
            if before is not None:
                yield self._unpacked(before, piece.start - before.start, last=False)
                done = piece.start
            before = piece
        if before is not None:
            yield self._unpacked(before, self._file.size - before.start, last=True)
            done = self._file.size
        if done != self._file.size:
            raise FormatError(self._header, "the pieces of a file do not make it whole")

    def _pieces(self) -> Iterator[Piece]:
        """The pieces in order. How many blocks a piece takes is told by the entry behind its head."""
        head: Piece | None = None
        for number, entry in enumerate(self._entries()):
            if entry.kind == _MORE:
                if entry.value and head is not None:
                    head = Piece(head.start, head.kind, head.block, entry.value)
                continue
            start = (number << self._cluster_bits) + entry.value
            if head is not None:
                yield head
                if start <= head.start:
                    raise FormatError(self._header, "pieces out of order")
            elif start:
                raise FormatError(self._header, "a file does not begin with a piece")
            if start >= self._file.size:  # only says where the last piece ends
                return
            head = Piece(start, entry.kind, entry.block, 1)
        if head is not None:
            yield head

    def _entries(self) -> Iterator[_Entry]:
        total = (self._file.size + (1 << self._cluster_bits) - 1) >> self._cluster_bits
        if self._file.layout == PACKED_FULL:
            yield from self._full(total)
            return
        if self._cluster_bits > 14:
            raise FormatError(self._header, "clusters of more than 16 KiB in a compact index")
        first = min(-self._after % 32 // 4, total)  # until the dense ones are aligned
        dense = (total - first) // 16 * 16 if self._advice & _DENSE else 0
        if dense and self._cluster_bits > 12:
            raise FormatError(self._header, "a dense index of clusters larger than 4 KiB")
        yield from self._compact(first, 2, 8)
        yield from self._compact(dense, 16, 32)
        yield from self._compact(total - first - dense, 2, 8)

    def _full(self, total: int) -> Iterator[_Entry]:
        self._after += 8
        for _ in range(total):
            advice, place, block = fields("<HHI", self._view, self._after)
            self._after += 8
            kind = advice & 3
            if kind == _MORE:
                counted = block & 0xFFFF
                yield _Entry(kind, counted & (_COUNTED - 1) if counted & _COUNTED else 0, 0)
            else:
                yield _Entry(kind, place, block)

    def _compact(self, count: int, each: int, size: int) -> Iterator[_Entry]:
        """`count` entries in packs of `each`, of `size` bytes with the block of the first head."""
        bits = (size - 4) * 8 // each
        low = max(self._cluster_bits, 12)
        grouped = bool(self._advice & 0x6)  # pieces of several blocks
        while count > 0:
            word = int.from_bytes(span(self._view, self._after, size), "little")
            self._after += size
            block = (word >> (size - 4) * 8) + (0 if grouped else 1)
            for number in range(min(each, count)):
                entry = word >> bits * number
                kind, value = entry >> low & 3, entry & ((1 << low) - 1)
                if kind != _MORE:
                    yield _Entry(kind, value, block)
                    block += 1
                elif value & _COUNTED:
                    value &= _COUNTED - 1
                    yield _Entry(kind, value, 0)
                    block += value - (1 if number else 0)
                else:
                    yield _Entry(kind, 0, 0)
            count -= each

    def _unpacked(self, piece: Piece, size: int, *, last: bool) -> bytes:
        if not 0 < size <= _MOST_PIECE or piece.count > _MOST_BLOCKS:
            raise FormatError(self._header, f"a piece of {size} bytes in {piece.count} blocks")
        if last and self._advice & _INLINE:
            packed = span(self._view, self._after, self._inline)
        else:
            packed = span(self._view, piece.block << self._sb.block_bits, piece.count << self._sb.block_bits)
        at = piece.block << self._sb.block_bits
        if piece.kind == _PLAIN:
            out = bytes(packed)
            if self._advice & _INTERLACED:
                turn = piece.start & (self._sb.block_size - 1)
                out = out[turn:] + out[:turn]
        else:
            try:
                out = self._method(piece.kind, packed, size)
            except FormatError as error:
                raise FormatError(at, error.why) from None
        if len(out) < size:
            raise FormatError(at, "a piece of another size than it says")
        return out[:size]

    def _method(self, kind: int, packed: memoryview, size: int) -> bytes:
        number = self._algorithms[kind == _SECOND_HEAD]
        if number >= len(_ALGORITHMS):
            raise FormatError(0, f"compression {number}")
        method = _ALGORITHMS[number]
        if method == "lz4" and not self._sb.incompatible & ZERO_PADDING:
            return _padded_behind(bytes(packed), size)
        data = bytes(packed).lstrip(b"\0")
        if method == "lz4":
            try:
                return unpacked("lz4", data, size)
            except FormatError:  # a piece that others share may be longer than what is wanted of it
                return unpacked("lz4", data, max(_LZ4_ROOM, size))
        return micro_lzma(data, size) if method == "lzma" else _stream(method, data, size)


def micro_lzma(data: bytes, size: int) -> bytes:
    """MicroLZMA: LZMA data whose first byte, always 0, is the complement of the parameters."""
    if not data or data[0] ^ 0xFF >= 225:
        raise FormatError(0, "lzma: no such parameters")
    rest, lc = divmod(data[0] ^ 0xFF, 9)
    pb, lp = divmod(rest, 5)
    filters = [{"id": lzma.FILTER_LZMA1, "lc": lc, "lp": lp, "pb": pb, "dict_size": max(size, 4096)}]
    try:
        return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters).decompress(b"\0" + data[1:], size)
    except (lzma.LZMAError, ValueError, MemoryError, OverflowError) as error:
        raise FormatError(0, f"lzma: {error}") from None


def _padded_behind(packed: bytes, size: int) -> bytes:
    """LZ4 data with zeros behind them: where they end is not told, so the first length that gives
    `size` bytes is it. More may come of them than is wanted."""
    for length in range(len(packed.rstrip(b"\0")), len(packed) + 1):
        try:
            out = unpacked("lz4", packed[:length], max(_LZ4_ROOM, size))
        except FormatError:
            continue
        if len(out) >= size:
            return out
    raise FormatError(0, "lz4: no data that give what they should")


def _stream(method: str, data: bytes, size: int) -> bytes:
    out = bytearray()
    for chunk in Stream(method, memoryview(data)):
        out += chunk
        if len(out) >= size:
            break
    return bytes(out[:size])
