"""cramfs, both byte orders.

Source: the Linux kernel, include/uapi/linux/cramfs_fs.h, fs/cramfs/README, fs/cramfs/inode.c.
"""

import zlib
from collections.abc import Hashable, Iterator

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.reading.decompressing import block as unpacked
from mamoru.verification.firmware.reading.inodes import Inode, walk, zeros
from mamoru.verification.firmware.reading.reader import (
    Flaw,
    Magic,
    Reader,
    Sink,
    Yielded,
    fields,
    span,
    stands,
)

_MAGICS = {b"\x45\x3d\xcd\x28": "<", b"\x28\xcd\x3d\x45": ">"}
_PAGE = 4096
_HEADER = 76
_ROOT = 64
_SHIFT = 512  # where a boot sector lies before the superblock
_CHECKED, _KNOWN = 0x1, 0xFFF  # version 2 has a checksum
_EXTENDED = 0x800
_PLAIN, _DIRECT = 1 << 31, 1 << 30
_BAD_CRC = Text("cramfs のチェックサムが合いません。", "The checksum of the cramfs does not fit.")
_FEATURE = Text(
    "cramfs の機能 {flags:#x} には対応していません。",
    "The cramfs uses features {flags:#x} that are not supported.",
)


class _File(Inode, frozen=True, kw_only=True):
    """An inode; its contents begin at `start`."""

    start: int

    @property
    def contents(self) -> Hashable:
        return self.start, self.size


def claim(view: memoryview) -> int | None:
    """The size in the superblock."""
    at = _place(view)
    order = _MAGICS.get(bytes(view[at : at + 4]))
    if order is None or not stands(b"Compressed ROMFS", view, at + 16):
        return None
    (size,) = fields(order + "I", view, at + 4)
    root = _inode(view, at + _ROOT, order)
    if not at + _HEADER <= size <= 1 << 28 or root.mode >> 12 != 4 or root.start not in (0, at + _HEADER):
        return None
    return size


def open_cramfs(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Every entry, the root directory first."""
    at = _place(view)
    order = _MAGICS[bytes(view[at : at + 4])]
    size, flags = fields(order + "II", view, at + 4)
    if (
        flags & _CHECKED
        and len(view) >= size
        and _crc(view[at:size]) != fields(order + "I", view, at + 32)[0]
    ):
        yield Flaw(start=at + 32, size=4, why=_BAD_CRC)
    if flags & ~_KNOWN:
        yield Flaw(start=at + 8, size=4, why=_FEATURE.fill(flags=flags & ~_KNOWN))
    yield from walk(_FileSystem(view, order, extended=bool(flags & _EXTENDED)), at + _ROOT, sink)


class _FileSystem:
    """Inodes are known by where they lie."""

    def __init__(self, view: memoryview, order: str, *, extended: bool) -> None:
        self._view, self._order, self._extended = view, order, extended

    def inode(self, number: int) -> _File:
        return _inode(self._view, number, self._order)

    def listing(self, folder: _File) -> Iterator[tuple[bytes, int]]:
        at, end = folder.start, folder.start + folder.size
        while at < end:
            (word,) = fields(self._order + "I", self._view, at + 8)
            length = 4 * (word & 0x3F if self._order == "<" else word >> 26)
            name = bytes(span(self._view, at + 12, length)).rstrip(b"\0")
            if not name:
                raise FormatError(at, "an entry without name")
            yield name, at
            at += 12 + length

    def contents(self, file: _File) -> Iterator[bytes]:
        count = -(-file.size // _PAGE)
        before = file.start + 4 * count
        for number in range(count):
            want = min(file.size - number * _PAGE, _PAGE)
            (pointer,) = fields(self._order + "I", self._view, file.start + 4 * number)
            if self._extended:
                chunk, before = self._extended_block(pointer, before, want)
            else:
                chunk, before = self._block(before, pointer - before), pointer
            if not chunk:
                yield from zeros(want)
            elif len(chunk) != want:
                raise FormatError(before, "a block of the wrong length")
            else:
                yield chunk

    def _extended_block(self, pointer: int, before: int, want: int) -> tuple[bytes, int]:
        """A block whose pointer may say where it begins, and that it is not packed; and where it ends."""
        place = pointer & (_DIRECT - 1)
        if pointer & _DIRECT:
            start = place << 2
            if pointer & _PLAIN:
                return bytes(span(self._view, start, want)), start + _PAGE
            (length,) = fields(self._order + "H", self._view, start)
            return self._block(start + 2, length), start + 2 + length
        if pointer & _PLAIN:
            return bytes(span(self._view, before, want)), place
        return self._block(before, place - before), place

    def _block(self, start: int, length: int) -> bytes:
        """A packed block; empty for a hole."""
        if length == 0:
            return b""
        if length > 2 * _PAGE:
            raise FormatError(start, "a block larger than two pages")
        try:
            return unpacked("zlib", span(self._view, start, length), _PAGE)
        except FormatError as error:
            raise FormatError(start, error.why) from None


def _inode(view: memoryview, at: int, order: str) -> _File:
    first, second, third = fields(order + "III", view, at)
    if order == "<":
        mode, uid, size, gid, start = first & 0xFFFF, first >> 16, second & 0xFFFFFF, second >> 24, third >> 6
    else:
        mode, uid, size, gid, start = (
            first >> 16,
            first & 0xFFFF,
            second >> 8,
            second & 0xFF,
            third & 0x3FFFFFF,
        )
    return _File(number=at, mode=mode, uid=uid, gid=gid, size=size, start=4 * start)


def _place(view: memoryview) -> int:
    """Where the superblock lies: at the start, or behind a boot sector, as its root directory tells."""
    if bytes(view[:4]) in _MAGICS:
        return 0
    order = _MAGICS.get(bytes(view[_SHIFT : _SHIFT + 4]))
    if order is None or _inode(view, _SHIFT + _ROOT, order).start != _SHIFT + _HEADER:
        raise FormatError(0, "no superblock")
    return _SHIFT


def _crc(view: memoryview) -> int:
    """CRC-32 of the image, its own field taken as zeros."""
    return zlib.crc32(view[36:], zlib.crc32(bytes(4), zlib.crc32(view[:32])))


READER = Reader(
    name="cramfs",
    magics=tuple(Magic(magic, place) for magic in _MAGICS for place in (0, _SHIFT)),
    claim=claim,
    open=open_cramfs,
    files=True,
    file_system=True,
    archive=True,
)
