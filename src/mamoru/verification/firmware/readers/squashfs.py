"""SquashFS 4.0, little-endian.

Source: the Linux kernel's Documentation/filesystems/squashfs.rst and the on-disk structures that it
describes. Extended attributes and the export table are not read.
"""

import struct
from collections import OrderedDict
from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.decompressing import block as unpacked
from mamoru.verification.firmware.image import Blob, EntryKind
from mamoru.verification.firmware.reading import Flaw, Found, Magic, Reader, Sink, Yielded, fields, span

_SUPERBLOCK = "<IIIIIHHHHHHQQQQQQQQ"
_COMPRESSORS = {1: "zlib", 2: "lzma", 3: "lzo", 4: "xz", 5: "lz4", 6: "zstd"}
_METADATA = 8192
_NO_FRAGMENT = 0xFFFFFFFF
_ABSENT = 0xFFFFFFFFFFFFFFFF
_UNCOMPRESSED = 1 << 24
_MOST_METADATA = 4 << 20  # one inode with its block list, or one directory
_MOST_TARGET = 1 << 16
_KINDS = {
    1: EntryKind.DIRECTORY,
    2: EntryKind.FILE,
    3: EntryKind.LINK,
    4: EntryKind.DEVICE,
    5: EntryKind.DEVICE,
    6: EntryKind.FIFO,
    7: EntryKind.SOCKET,
}


class _Super(msgspec.Struct, frozen=True):
    magic: int
    inodes: int
    made: int
    block_size: int
    fragments: int
    compression: int
    block_log: int
    flags: int
    ids: int
    major: int
    minor: int
    root: int
    bytes_used: int
    id_table: int
    xattr_table: int
    inode_table: int
    directory_table: int
    fragment_table: int
    export_table: int


class _Inode(msgspec.Struct, frozen=True):
    kind: EntryKind
    mode: int
    uid: int
    gid: int
    size: int = 0
    start: int = 0  # of the data blocks, or of the directory's metadata block
    offset: int = 0  # in the fragment, or in the directory's metadata block
    fragment: int = _NO_FRAGMENT
    blocks: bytes = b""  # one little-endian u32 a block
    target: bytes = b""


def claim(view: memoryview) -> int | None:
    """How many bytes the file system takes, padded to 4 KiB where the padding is there."""
    try:
        sb = _Super(*fields(_SUPERBLOCK, view, 0))
    except FormatError:
        return None
    plain = (
        (sb.major, sb.minor) == (4, 0)
        and 12 <= sb.block_log <= 20
        and sb.block_size == 1 << sb.block_log
        and sb.compression in _COMPRESSORS
        and 96 <= sb.inode_table < sb.directory_table <= sb.bytes_used < 1 << 48
        and sb.id_table < sb.bytes_used
        and sb.inodes > 0
    )
    if not plain:
        return None
    padded = -(-sb.bytes_used // 4096) * 4096
    rest = bytes(view[sb.bytes_used : padded])
    return padded if len(rest) == padded - sb.bytes_used and not rest.strip(b"\0") else sb.bytes_used


def open_squashfs(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Every entry, the root directory first."""
    yield from _FileSystem(view, sink).walk()


class _FileSystem:
    """One mounted file system: its tables, and caches of what was unpacked last."""

    def __init__(self, view: memoryview, sink: Sink) -> None:
        self.sb = _Super(*fields(_SUPERBLOCK, view, 0))
        self.view = view[: self.sb.bytes_used]
        self.sink = sink
        self.kind = _COMPRESSORS[self.sb.compression]
        self._metadata: OrderedDict[int, tuple[bytes, int]] = OrderedDict()
        self._fragments: OrderedDict[int, bytes] = OrderedDict()
        self._blobs: dict[tuple[int, int, int, int, int], Blob] = {}
        self._seen: set[int] = set()

    def walk(self) -> Iterator[Yielded]:
        todo: list[tuple[bytes, int]] = [(b"", self.sb.root)]
        while todo:
            path, reference = todo.pop()
            try:
                inode = self._inode(reference)
                if inode.kind is EntryKind.DIRECTORY:
                    if reference in self._seen:
                        raise FormatError(0, "a directory lies in itself or twice")
                    self._seen.add(reference)
                    below = list(self._listing(inode))
                    todo.extend((path + b"/" + name, ref) for name, ref in reversed(below))
            except FormatError as error:
                if not path:
                    raise
                yield _flaw(error, path)
                continue
            yield from self._entry(path or b"/", inode)

    def _entry(self, path: bytes, inode: _Inode) -> Iterator[Yielded]:
        blob, error = None, None
        if inode.kind is EntryKind.FILE:
            key = (inode.start, inode.size, inode.fragment, inode.offset, hash(inode.blocks))
            blob = self._blobs.get(key)
            if blob is None:
                blob, error = self.sink.salvage(self._contents(inode))
                self._blobs[key] = blob
        yield Found(
            name=path,
            kind=inode.kind,
            mode=inode.mode,
            uid=self._id(inode.uid),
            gid=self._id(inode.gid),
            target=inode.target if inode.kind is EntryKind.LINK else None,
            size=inode.size if inode.kind is EntryKind.FILE else 0,
            blob=blob,
        )
        if error is not None:
            yield _flaw(error, path)

    def _contents(self, inode: _Inode) -> Iterator[bytes]:
        left, position = inode.size, inode.start
        for (word,) in struct.iter_unpack("<I", inode.blocks):
            want, packed = min(left, self.sb.block_size), word & (_UNCOMPRESSED - 1)
            if word == 0:
                chunk = bytes(want)
            else:
                chunk = self._block(position, word, self.sb.block_size)
                position += packed
            if len(chunk) != want:
                raise FormatError(position, "a data block has the wrong length")
            yield chunk
            left -= want
        if left and inode.fragment != _NO_FRAGMENT:
            tail = self._fragment(inode.fragment)[inode.offset : inode.offset + left]
            if len(tail) != left:
                raise FormatError(position, "a file's tail lies outside its fragment")
            yield tail

    def _block(self, position: int, word: int, most: int) -> bytes:
        packed = span(self.view, position, word & (_UNCOMPRESSED - 1))
        if word & _UNCOMPRESSED:
            if len(packed) > most:
                raise FormatError(position, "a block larger than the block size")
            return bytes(packed)
        try:
            return unpacked(self.kind, packed, most)
        except FormatError as error:
            raise FormatError(position, error.why) from None

    def _fragment(self, number: int) -> bytes:
        if number >= self.sb.fragments:
            raise FormatError(self.sb.fragment_table, f"no fragment {number}")
        if number not in self._fragments:
            position, word, _ = struct.unpack("<QII", self._row(self.sb.fragment_table, number, 16))
            self._fragments[number] = self._block(position, word, self.sb.block_size)
            if len(self._fragments) > 4:
                self._fragments.popitem(last=False)
        return self._fragments[number]

    def _row(self, table: int, number: int, size: int) -> bytes:
        """Row `number` of a two-level table whose rows take `size` bytes."""
        per_block = _METADATA // size
        if table == _ABSENT:
            raise FormatError(0, "a table is missing")
        (pointer,) = fields("<Q", self.view, table + 8 * (number // per_block))
        return self._read(pointer, number % per_block * size, size)[0]

    def _id(self, number: int) -> int:
        try:
            return int.from_bytes(self._row(self.sb.id_table, number, 4), "little")
        except FormatError:
            return 0

    def _metadata_block(self, position: int) -> tuple[bytes, int]:
        """A metadata block unpacked, and where the next one begins."""
        known = self._metadata.get(position)
        if known is None:
            (header,) = fields("<H", self.view, position)
            packed = span(self.view, position + 2, header & 0x7FFF)
            try:
                out = bytes(packed) if header & 0x8000 else unpacked(self.kind, packed, _METADATA)
            except FormatError as error:
                raise FormatError(position, error.why) from None
            known = self._metadata[position] = out[:_METADATA], position + 2 + len(packed)
            self.sink.look()
            if len(self._metadata) > 512:
                self._metadata.popitem(last=False)
        return known

    def _read(self, position: int, offset: int, size: int) -> tuple[bytes, tuple[int, int]]:
        """`size` bytes of metadata from `offset` in the block at `position`, and where they end."""
        if size > _MOST_METADATA:
            raise FormatError(position, f"{size} bytes of metadata in one piece")
        out = bytearray()
        while True:
            content, after = self._metadata_block(position)
            piece = content[offset : offset + size - len(out)]
            out += piece
            offset += len(piece)
            if len(out) == size:
                return bytes(out), (position, offset)
            if not content:
                raise FormatError(position, "an empty metadata block")
            position, offset = after, max(offset - len(content), 0)

    def _inode(self, reference: int) -> _Inode:
        position, offset = self.sb.inode_table + (reference >> 16), reference & 0xFFFF
        head, (position, offset) = self._read(position, offset, 16)
        number, mode, uid, gid, _, _ = struct.unpack("<HHHHII", head)
        kind = _KINDS.get(number if number < 8 else number - 7)
        if kind is None:
            raise FormatError(position, f"no such inode type: {number}")
        reader = _Metadata(self, position, offset)
        details = _DETAILS.get(number)
        inode = _Inode(kind, mode & 0o7777, uid, gid)
        return inode if details is None else details(reader, inode, self.sb.block_size)

    def _listing(self, inode: _Inode) -> Iterator[tuple[bytes, int]]:
        """The names in a directory and the inodes they lead to."""
        reader = _Metadata(self, self.sb.directory_table + inode.start, inode.offset)
        left = inode.size - 3  # the size counts `.` and `..`, which are not stored
        while left > 0:
            count, start, _ = reader.fields("<III")
            left -= 12
            if count >= 256:
                raise FormatError(inode.start, "a directory run of more than 256 names")
            for _ in range(count + 1):
                offset, _, _, length = reader.fields("<HhHH")
                name = reader.take(length + 1)
                left -= 8 + len(name)
                if b"/" in name or name in (b".", b"..") or b"\0" in name:
                    name = name.replace(b"/", b"\\").replace(b"\0", b"\\0")
                yield name, start << 16 | offset


class _Metadata:
    """Metadata read onwards from one place."""

    def __init__(self, file_system: _FileSystem, position: int, offset: int) -> None:
        self._file_system, self._at = file_system, (position, offset)

    def take(self, size: int) -> bytes:
        out, self._at = self._file_system._read(*self._at, size)
        return out

    def fields(self, layout: str) -> tuple[int, ...]:
        return struct.unpack(layout, self.take(struct.calcsize(layout)))


def _directory(read: _Metadata, inode: _Inode, _: int) -> _Inode:
    start, _, size, offset, _ = read.fields("<IIHHI")
    return replace(inode, start=start, size=size, offset=offset)


def _long_directory(read: _Metadata, inode: _Inode, _: int) -> _Inode:
    _, size, start, _, _, offset, _ = read.fields("<IIIIHHI")
    return replace(inode, start=start, size=size, offset=offset)


def _file(read: _Metadata, inode: _Inode, block_size: int) -> _Inode:
    start, fragment, offset, size = read.fields("<IIII")
    found = replace(inode, start=start, size=size, fragment=fragment, offset=offset)
    return _with_blocks(read, found, block_size)


def _long_file(read: _Metadata, inode: _Inode, block_size: int) -> _Inode:
    start, size, _, _, fragment, offset, _ = read.fields("<QQQIIII")
    found = replace(inode, start=start, size=size, fragment=fragment, offset=offset)
    return _with_blocks(read, found, block_size)


def _with_blocks(read: _Metadata, inode: _Inode, block_size: int) -> _Inode:
    has_tail = inode.fragment != _NO_FRAGMENT
    count = inode.size // block_size if has_tail else -(-inode.size // block_size)
    return replace(inode, blocks=read.take(4 * count)) if count else inode


def _link(read: _Metadata, inode: _Inode, _: int) -> _Inode:
    _, length = read.fields("<II")
    return replace(inode, target=read.take(min(length, _MOST_TARGET)))


_DETAILS = {1: _directory, 2: _file, 3: _link, 8: _long_directory, 9: _long_file, 10: _link}


def _flaw(error: FormatError, path: bytes) -> Flaw:
    name = path.decode("utf-8", "backslashreplace")
    return Flaw(
        start=error.offset,
        size=0,
        why=Text(
            f"{name} は壊れていて、全部は読めません({error.why})。",
            f"{name} is damaged and not wholly readable ({error.why}).",
        ),
    )


READER = Reader(
    name="squashfs",
    magics=(Magic(b"hsqs"),),
    claim=claim,
    open=open_squashfs,
    part="squashfs",
    files=True,
    file_system=True,
    archive=True,
    limits=Text("拡張属性は読みません。", "Extended attributes are not read."),
)
