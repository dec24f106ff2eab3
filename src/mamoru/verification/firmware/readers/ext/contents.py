"""What lies in the inodes of an ext2, ext3 or ext4: blocks, extents, data within the inode, directories.

Source: the Linux kernel, Documentation/filesystems/ext4/ (blockmap.rst, ifork.rst, inlinedata.rst,
directory.rst, attributes.rst).
"""

from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.verification.firmware.image import EntryKind
from mamoru.verification.firmware.readers.ext.layout import (
    COMPRESSED,
    ENCRYPTED,
    EXTENTS,
    INLINE,
    File,
    Layout,
)
from mamoru.verification.firmware.reading.inodes import zeros
from mamoru.verification.firmware.reading.reader import Sink, fields, span

_EXTENT_MAGIC = 0xF30A
_MOST_LEVELS = 5
_UNWRITTEN = 32768
_DIRECT = 12
_FILE_TYPES = 0x2
_MOST_DIRECTORY = 128 << 20
_PIECE = 1 << 20
_ATTRIBUTES = 0xEA020000
_SYSTEM = 7


class _Run(msgspec.Struct, frozen=True):
    """`count` blocks of a file from its block `logical`: at `physical`, or None where they are zeros."""

    logical: int
    count: int
    physical: int | None


class ExtFileSystem:
    """The file system that a layout holds."""

    def __init__(self, layout: Layout, sink: Sink) -> None:
        self._layout, self._sink = layout, sink

    def inode(self, number: int) -> File:
        return self._layout.inode(number)

    def contents(self, file: File) -> Iterator[bytes | memoryview]:
        if file.flags & ENCRYPTED:
            raise FormatError(0, "encrypted by fscrypt")
        if file.flags & COMPRESSED and self._layout.sb.incompatible & 1:
            raise FormatError(0, "compressed by e2compr, which is not read")
        if file.flags & INLINE:
            yield (file.pointers + _attribute(file, b"data"))[: file.size]
        elif file.kind is EntryKind.LINK and _is_fast(file):
            yield file.pointers[: file.size]
        else:
            yield from self._blocks(file)

    def listing(self, folder: File) -> Iterator[tuple[bytes, int]]:
        if folder.flags & ENCRYPTED:
            raise FormatError(0, "encrypted by fscrypt")
        if folder.flags & INLINE:
            yield from self._names(memoryview(folder.pointers)[4:])
            yield from self._names(memoryview(_attribute(folder, b"data")))
            return
        if folder.size > _MOST_DIRECTORY:
            raise FormatError(0, f"a directory of {folder.size} bytes")
        for run in self._runs(folder):
            for number in range(run.count if run.physical is not None else 0):
                self._sink.look()
                if (run.logical + number) * self._layout.sb.block_size >= folder.size:
                    return
                yield from self._names(self._layout.block((run.physical or 0) + number))

    def _names(self, block: memoryview) -> Iterator[tuple[bytes, int]]:
        """The entries of one block; those of a hash tree look like deleted ones."""
        typed = self._layout.sb.incompatible & _FILE_TYPES
        at = 0
        while at + 8 <= len(block):
            to, step, length = fields("<IHH", block, at)
            if step in (0, 0xFFFF) and len(block) >= 0xFFFC:
                step = len(block)
            if step < 8 or step % 4 or at + step > len(block):
                if not to and not step and not any(block[at:]):
                    return  # the unused rest of an inode
                raise FormatError(at, "a damaged directory block")
            length = length & 0xFF if typed else length
            name = bytes(block[at + 8 : at + 8 + min(length, step - 8)])
            if to and name and name not in (b".", b".."):
                yield name, to
            at += step

    def _blocks(self, file: File) -> Iterator[bytes | memoryview]:
        size, done = self._layout.sb.block_size, 0
        for run in self._runs(file):
            start = run.logical * size
            if start < done:
                raise FormatError(0, "blocks of a file overlap")
            if start >= file.size:
                break
            yield from zeros(start - done)
            length = min(run.count * size, file.size - start)
            if run.physical is None:
                yield from zeros(length)
            else:
                whole = self._layout.blocks(run.physical, -(-length // size))[:length]
                for at in range(0, length, _PIECE):
                    yield whole[at : at + _PIECE]
            done = start + length
        yield from zeros(file.size - done)

    def _runs(self, file: File) -> Iterator[_Run]:
        if file.flags & EXTENTS:
            yield from self._extents(memoryview(file.pointers), _MOST_LEVELS + 1, set())
            return
        logical, each = _DIRECT, self._layout.sb.block_size // 4
        for number, block in enumerate(fields("<12I", memoryview(file.pointers), 0)):
            if block:
                yield _Run(number, 1, block)
        for level, block in enumerate(fields("<3I", memoryview(file.pointers), 48), 1):
            if block:
                yield from self._indirect(block, level, logical)
            logical += each**level

    def _indirect(self, block: int, level: int, logical: int) -> Iterator[_Run]:
        self._sink.look()
        each = self._layout.sb.block_size // 4
        step = each ** (level - 1)
        for number, to in enumerate(fields(f"<{each}I", self._layout.block(block), 0)):
            if to and level == 1:
                yield _Run(logical + number, 1, to)
            elif to:
                yield from self._indirect(to, level - 1, logical + number * step)

    def _extents(self, node: memoryview, above: int, seen: set[int]) -> Iterator[_Run]:
        self._sink.look()
        magic, count, _, depth = fields("<4H", node, 0)
        if magic != _EXTENT_MAGIC or depth >= above:
            raise FormatError(0, "a damaged extent tree")
        for at in range(12, 12 + 12 * count, 12):
            logical, length, high, low = fields("<IHHI", node, at)
            if depth == 0:
                written = length <= _UNWRITTEN
                start = (low | high << 32) if written else None
                yield _Run(logical, length if written else length - _UNWRITTEN, start)
                continue
            _, low, high = fields("<IIH", node, at)
            to = low | high << 32
            if to in seen:
                raise FormatError(0, "an extent tree that leads back")
            seen.add(to)
            yield from self._extents(self._layout.block(to), depth, seen)


def _is_fast(file: File) -> bool:
    """Whether a link's target lies in the inode: then only an attribute block may take room."""
    return file.size < 60 and not file.flags & EXTENTS and (file.sectors == 0 or file.attributes != 0)


def _attribute(file: File, name: bytes) -> bytes:
    """The value of the `system` attribute `name` within the inode; empty where there is none."""
    body = memoryview(file.body)
    if len(body) <= 132:
        return b""
    first = 128 + fields("<H", body, 128)[0] + 4
    if fields("<I", body, first - 4)[0] != _ATTRIBUTES:
        return b""
    at = first
    while at + 16 <= len(body) and any(body[at : at + 4]):
        length, index, offset, _, size = fields("<BBHII", body, at)
        if index == _SYSTEM and bytes(body[at + 16 : at + 16 + length]) == name:
            return bytes(span(body, first + offset, size))
        at += 16 + ((length + 3) & ~3)
    return b""
