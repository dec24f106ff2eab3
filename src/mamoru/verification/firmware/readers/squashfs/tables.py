"""What every version of SquashFS has alike: metadata in packed blocks, contents in blocks and fragments."""

import struct
from collections import OrderedDict
from collections.abc import Hashable, Iterator
from typing import Protocol

import msgspec

from mamoru.errors import FormatError
from mamoru.verification.firmware.image import EntryKind
from mamoru.verification.firmware.readers.squashfs.methods import Method
from mamoru.verification.firmware.reading.inodes import Inode
from mamoru.verification.firmware.reading.reader import Sink, fields, span

METADATA = 8192
NO_FRAGMENT = 0xFFFFFFFF
_UNCOMPRESSED = 1 << 24
_MOST_METADATA = 4 << 20  # one inode with its block list, or one directory
_MOST_TARGET = 1 << 16


class Super(msgspec.Struct, frozen=True, kw_only=True):
    """A superblock. `order` is that of the bytes; `checked` says that metadata carry a check mark."""

    order: str
    version: tuple[int, int]
    inodes: int
    block_size: int
    kind: str
    root: int
    size: int
    ids: tuple[int, int] = (0, 0)  # how many users and groups
    id_tables: tuple[int, int] = (0, 0)
    inode_table: int
    directory_table: int
    fragment_table: int
    fragments: int
    checked: bool = False


class File(Inode, frozen=True, kw_only=True):
    """An inode: where its blocks begin or its directory lies, its tail in a fragment, a link's target."""

    start: int = 0
    offset: int = 0
    fragment: int = NO_FRAGMENT
    blocks: tuple[int, ...] = ()
    target: bytes = b""

    @property
    def contents(self) -> Hashable:
        return self.start, self.size, self.fragment, self.offset, self.blocks


class Tables:
    """The packed blocks of one file system, those unpacked last kept."""

    def __init__(self, view: memoryview, sb: Super, method: Method, sink: Sink) -> None:
        self.sb, self.view, self.sink = sb, view[: sb.size], sink
        self._method = method
        self._known: OrderedDict[int, tuple[bytes, int]] = OrderedDict()

    def block(self, position: int, word: int, most: int) -> bytes:
        """A block of contents; `word` is its size and whether it is packed."""
        packed = span(self.view, position, word & (_UNCOMPRESSED - 1))
        if word & _UNCOMPRESSED:
            if len(packed) > most:
                raise FormatError(position, "a block larger than the block size")
            return bytes(packed)
        return self._unpacked(position, packed, most)

    def row(self, table: int, number: int, size: int, *, pointer: str = "Q") -> bytes:
        """Row `number` of a two-level table whose rows take `size` bytes."""
        per_block = METADATA // size
        if not 0 < table < len(self.view):
            raise FormatError(0, "a table is missing")
        place = table + struct.calcsize(pointer) * (number // per_block)
        (start,) = fields(self.sb.order + pointer, self.view, place)
        return self.read(start, number % per_block * size, size)[0]

    def read(self, position: int, offset: int, size: int) -> tuple[bytes, tuple[int, int]]:
        """`size` bytes of metadata from `offset` in the block at `position`, and where they end."""
        if size > _MOST_METADATA:
            raise FormatError(position, f"{size} bytes of metadata in one piece")
        out = bytearray()
        while True:
            content, after = self._metadata(position)
            piece = content[offset : offset + size - len(out)]
            out += piece
            offset += len(piece)
            if len(out) == size:
                return bytes(out), (position, offset)
            if not content:
                raise FormatError(position, "an empty metadata block")
            position, offset = after, max(offset - len(content), 0)

    def _metadata(self, position: int) -> tuple[bytes, int]:
        """A metadata block unpacked, and where the next one begins."""
        known = self._known.get(position)
        if known is None:
            (header,) = fields(self.sb.order + "H", self.view, position)
            start = position + (3 if self.sb.checked else 2)
            packed = span(self.view, start, header & 0x7FFF or 0x8000)
            out = bytes(packed) if header & 0x8000 else self._unpacked(position, packed, METADATA)
            known = self._known[position] = out[:METADATA], start + len(packed)
            self.sink.look()
            if len(self._known) > 512:
                self._known.popitem(last=False)
        return known

    def _unpacked(self, position: int, packed: memoryview, most: int) -> bytes:
        try:
            return self._method(packed, most)
        except FormatError as error:
            raise FormatError(position, error.why) from None


class Cursor:
    """Metadata read onwards from one place."""

    def __init__(self, tables: Tables, position: int, offset: int) -> None:
        self._tables, self._at = tables, (position, offset)
        self._order = tables.sb.order

    def take(self, size: int) -> bytes:
        """The next `size` bytes."""
        out, self._at = self._tables.read(*self._at, size)
        return out

    def fields(self, layout: str) -> tuple[int, ...]:
        """The next integers, in the file system's byte order."""
        layout = self._order + layout
        return struct.unpack(layout, self.take(struct.calcsize(layout)))

    def many(self, kind: str, count: int) -> tuple[int, ...]:
        """The next `count` integers of one kind."""
        if count > _MOST_METADATA:
            raise FormatError(self._at[0], f"a list of {count} blocks")
        return self.fields(f"{count}{kind}") if count else ()

    def bits(self, *widths: int) -> tuple[int, ...]:
        """The next bit fields, packed as the compiler of either byte order packs them."""
        total = sum(widths)
        if self._order == "<":
            word, found, done = int.from_bytes(self.take(total // 8), "little"), [], 0
            for width in widths:
                found.append(word >> done & ((1 << width) - 1))
                done += width
            return tuple(found)
        word, found, left = int.from_bytes(self.take(total // 8), "big"), [], total
        for width in widths:
            left -= width
            found.append(word >> left & ((1 << width) - 1))
        return tuple(found)

    def target(self, size: int) -> bytes:
        """A link's target."""
        return self.take(min(size, _MOST_TARGET))


class Version(Protocol):
    """What differs between the versions."""

    def inode(self, number: int) -> File:
        """The inode at a reference: block << 16 | offset."""
        ...

    def listing(self, folder: File) -> Iterator[tuple[bytes, int]]:
        """The names in a directory and the references of their inodes."""
        ...

    def fragment(self, number: int) -> tuple[int, int]:
        """Where a fragment block begins, and its size word."""
        ...


class FileSystem:
    """A file system of any version."""

    def __init__(self, tables: Tables, version: Version) -> None:
        self._tables, self._version = tables, version
        self._fragments: OrderedDict[int, bytes] = OrderedDict()

    def inode(self, number: int) -> File:
        return self._version.inode(number)

    def listing(self, folder: File) -> Iterator[tuple[bytes, int]]:
        return self._version.listing(folder)

    def contents(self, file: File) -> Iterator[bytes]:
        if file.kind is EntryKind.LINK:
            yield file.target
            return
        size = self._tables.sb.block_size
        left, position = file.size, file.start
        for word in file.blocks:
            want = min(left, size)
            chunk = bytes(want) if word == 0 else self._tables.block(position, word, size)[:want]
            position += word & (_UNCOMPRESSED - 1)
            if len(chunk) != want:
                raise FormatError(position, "a data block has the wrong length")
            yield chunk
            left -= want
        if left and file.fragment != NO_FRAGMENT:
            tail = self._fragment(file.fragment)[file.offset : file.offset + left]
            if len(tail) != left:
                raise FormatError(position, "a file's tail lies outside its fragment")
            yield tail

    def _fragment(self, number: int) -> bytes:
        if number >= self._tables.sb.fragments:
            raise FormatError(0, f"no fragment {number}")
        if number not in self._fragments:
            position, word = self._version.fragment(number)
            self._fragments[number] = self._tables.block(position, word, self._tables.sb.block_size)
            if len(self._fragments) > 4:
                self._fragments.popitem(last=False)
        return self._fragments[number]
