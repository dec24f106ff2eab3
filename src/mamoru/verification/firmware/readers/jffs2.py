"""JFFS2, both byte orders: a log of nodes, the one with the highest version counts.

Source: the Linux kernel, include/uapi/linux/jffs2.h (nodes), fs/jffs2/ (which node wins). Contents
packed by the rubin compressors are named and not unpacked.
"""

import re
import zlib
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.image import Blob, EntryKind
from mamoru.verification.firmware.reading.decompressing import block
from mamoru.verification.firmware.reading.reader import (
    Flaw,
    Found,
    Magic,
    Reader,
    Sink,
    Yielded,
    fields,
    kind_of,
    span,
)

_MAGICS = (0x1985, 0x1984)  # the second: JFFS2 before 2001, and devices that kept to it
_ACCURATE = 0x2000
_DIRENT, _INODE = 0xE001, 0xE002
_TYPES = (_DIRENT, _INODE, 0x2003, 0x2004, 0x2006, 0xE008, 0xE009)

_MOST_NODES = 2_000_000
_MOST_BLOCK = 1 << 20
_MOST_FILE = 128 << 20
_MOST_DIRT = 64 << 10  # bytes that are no node, between two nodes of one file system
_WRITTEN = re.compile(rb"[^\xff]")
_ROOT = 1
_KINDS = {
    1: EntryKind.FIFO,
    2: EntryKind.DEVICE,
    4: EntryKind.DIRECTORY,
    6: EntryKind.DEVICE,
    8: EntryKind.FILE,
    10: EntryKind.LINK,
    12: EntryKind.SOCKET,
}


class _Node(msgspec.Struct, frozen=True):
    """A node whose header's checksum fits."""

    position: int
    kind: int
    size: int
    obsolete: bool


class _Name(msgspec.Struct, frozen=True):
    """A directory entry; `ino` 0 takes the name away."""

    version: int
    position: int
    ino: int
    kind: int


class _Piece(msgspec.Struct, frozen=True):
    """A piece of an inode's contents, and the inode's state as of then."""

    version: int
    position: int
    mode: int
    uid: int
    gid: int
    size: int
    offset: int
    packed: int
    unpacked: int
    method: int
    checksum: int


def claim(view: memoryview) -> int | None:
    """From the first node to the last, over erased flash between them."""
    order = _order(view)
    end = 0
    for node in _nodes(view, order):
        end = node.position + node.size
    return end or None


def open_jffs2(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Every entry that still has a name, and one flaw for what could not be read."""
    file_system = _FileSystem(view, sink)
    yield from file_system.entries()
    if file_system.bad:
        first, size, count = file_system.bad[0], file_system.bad_bytes, len(file_system.bad)
        why = Text(
            f"壊れた、または読めない JFFS2 ノードが {count} 個あります。",
            f"{count} JFFS2 nodes are damaged or cannot be read.",
        )
        yield Flaw(start=first, size=size, why=why)


class _FileSystem:
    """The names and pieces of one file system, the newest version of each."""

    def __init__(self, view: memoryview, sink: Sink) -> None:
        self.view, self.sink = view, sink
        self.order = _order(view)
        self.bad: list[int] = []
        self.bad_bytes = 0
        self._names: dict[tuple[int, bytes], _Name] = {}
        self._pieces: dict[int, list[_Piece]] = {}
        self._blobs: dict[int, Blob] = {}
        end = 0
        for node in _nodes(view, self.order):
            self._account(end, node.position)
            end = node.position + node.size
            try:
                self._take(node)
            except FormatError:
                self._mark(node.position, node.size)

    def entries(self) -> Iterator[Found]:
        """From the root down; what lies in a folder that has lost its name is under /lost+found."""
        below: dict[int, list[tuple[bytes, _Name]]] = {}
        for (parent, name), entry in self._names.items():
            if entry.ino:
                below.setdefault(parent, []).append((name, entry))
        if _ROOT in self._pieces:
            yield self._found(b"/", _ROOT, 4)
        todo, seen = [(b"", _ROOT)], {_ROOT}
        while todo:
            path, folder = todo.pop()
            for name, entry in sorted(below.pop(folder, ()), key=lambda item: item[0]):
                full = path + b"/" + name
                found = self._found(full, entry.ino, entry.kind)
                if found.kind is EntryKind.DIRECTORY:
                    if entry.ino in seen:
                        self._mark(entry.position, 0)
                        continue
                    seen.add(entry.ino)
                    todo.append((full, entry.ino))
                yield found
            if not todo and below:
                orphaned = min(below)
                todo.append((b"/lost+found/%d" % orphaned, orphaned))
                seen.add(orphaned)

    def _take(self, node: _Node) -> None:
        if node.obsolete or node.kind not in (_DIRENT, _INODE):
            return
        body = span(self.view, node.position, node.size)
        if node.kind == _DIRENT:
            parent, version, ino, _, length, kind = fields(self.order + "IIIIBB", body, 12)
            checksum, name_checksum = fields(self.order + "II", body, 32)
            name = bytes(span(body, 40, length))
            if _crc(body[:32]) != checksum or _crc(name) != name_checksum or not name or b"/" in name:
                raise FormatError(node.position, "a damaged directory entry")
            known = self._names.get((parent, name))
            if known is None or known.version <= version:
                self._names[parent, name] = _Name(version, node.position, ino, kind)
            return
        ino, version, mode, uid, gid, size = fields(self.order + "IIIHHI", body, 12)
        offset, packed, unpacked, method, _, _, data_checksum, checksum = fields(
            self.order + "IIIBBHII", body, 44
        )
        if _crc(body[:60]) != checksum:
            raise FormatError(node.position, "a damaged inode")
        piece = _Piece(
            version, node.position, mode, uid, gid, size, offset, packed, unpacked, method, data_checksum
        )
        self._pieces.setdefault(ino, []).append(piece)

    def _found(self, path: bytes, ino: int, kind: int) -> Found:
        pieces = sorted(self._pieces.get(ino, ()), key=lambda piece: piece.version)
        if not pieces:
            self._mark(0, 0)
            return Found(name=path, kind=_KINDS.get(kind, EntryKind.FILE), mode=0)
        last = pieces[-1]
        try:
            now = kind_of(last.mode)
        except FormatError:
            now = _KINDS.get(kind, EntryKind.FILE)
        blob, target = None, None
        if now is EntryKind.LINK:
            target = self._contents(pieces)[:4096]
        elif now is EntryKind.FILE:
            blob = self._blobs.get(ino)
            if blob is None:
                blob = self._blobs[ino] = self.sink.store([self._contents(pieces)])
        return Found(
            name=path,
            kind=now,
            mode=last.mode & 0o7777,
            uid=last.uid,
            gid=last.gid,
            target=target,
            size=blob.size if blob else 0,
            blob=blob,
        )

    def _contents(self, pieces: list[_Piece]) -> bytes:
        """The contents as the versions leave them: each writes its piece and sets the length."""
        out = bytearray()
        for piece in pieces:
            end = piece.offset + piece.unpacked
            if max(piece.size, end) > _MOST_FILE:
                self._mark(piece.position, piece.packed)
                continue
            if piece.unpacked:
                try:
                    content = self._unpacked(piece)
                except FormatError:
                    self._mark(piece.position, piece.packed)
                    content = bytes(piece.unpacked)
                if len(out) < piece.offset:
                    out.extend(bytes(piece.offset - len(out)))
                out[piece.offset : end] = content
            if piece.size < len(out):
                del out[piece.size :]
            elif piece.size > len(out):
                out.extend(bytes(piece.size - len(out)))
        self.sink.look()
        return bytes(out)

    def _unpacked(self, piece: _Piece) -> bytes:
        data = span(self.view, piece.position + 68, piece.packed)
        if _crc(data) != piece.checksum or piece.unpacked > _MOST_BLOCK:
            raise FormatError(piece.position, "damaged data")
        match piece.method:
            case 0 | 4:
                out = bytes(data)
            case 1:
                out = bytes(piece.unpacked)
            case 2:
                out = rtime(data, piece.unpacked)
            case 6:
                out = block("zlib", data, piece.unpacked)
            case 7:
                out = block("lzo", data, piece.unpacked)
            case other:
                raise FormatError(piece.position, f"compression {other}")
        if len(out) != piece.unpacked:
            raise FormatError(piece.position, "a piece of another size than it says")
        return out

    def _account(self, start: int, end: int) -> None:
        """Note what lies between two nodes and is not erased."""
        gap = self.view[start:end]
        if _WRITTEN.search(gap) and any(gap):
            self._mark(start, end - start)

    def _mark(self, position: int, size: int) -> None:
        self.bad.append(position)
        self.bad_bytes += size


def rtime(data: memoryview, size: int) -> bytes:
    """Unpack the rtime compression: each byte is followed by how many bytes to repeat from after the
    place where it was last seen."""
    out = bytearray()
    last = [0] * 256
    try:
        at = 0
        while len(out) < size:
            value, repeat = data[at], data[at + 1]
            at += 2
            out.append(value)
            back = last[value]
            last[value] = len(out)
            for step in range(repeat):
                out.append(out[back + step])
    except IndexError:
        raise FormatError(0, "rtime data end too early") from None
    return bytes(out[:size])


def _order(view: memoryview) -> str:
    return "<" if fields("<H", view, 0)[0] in _MAGICS else ">"


def _crc(data: memoryview | bytes) -> int:
    """CRC-32 as JFFS2 has it: begun with 0 and not inverted."""
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF


def _nodes(view: memoryview, order: str) -> Iterator[_Node]:
    """The nodes one after the other, over erased flash and a little dirt, to the last."""
    written = (re.escape(magic.to_bytes(2, "little" if order == "<" else "big")) for magic in _MAGICS)
    pattern = re.compile(b"|".join(written))
    position = 0
    for _ in range(_MOST_NODES):
        node = _node(view, position, order)
        if node is None:
            node = _next_node(view, position, order, pattern)
        if node is None:
            return
        yield node
        position = (node.position + node.size + 3) & ~3


def _next_node(view: memoryview, position: int, order: str, pattern: re.Pattern[bytes]) -> _Node | None:
    written = _WRITTEN.search(view[position:])
    if written is None:
        return None
    position = (position + written.start()) & ~3
    for match in pattern.finditer(view[position : position + _MOST_DIRT]):
        if match.start() % 4 == 0 and (node := _node(view, position + match.start(), order)):
            return node
    return None


def _node(view: memoryview, position: int, order: str) -> _Node | None:
    try:
        magic, kind, size, checksum = fields(order + "HHII", view, position)
    except FormatError:
        return None
    if magic not in _MAGICS or size < 12 or position + size > len(view) or kind | _ACCURATE not in _TYPES_SET:
        return None
    obsolete = not kind & _ACCURATE
    header = bytearray(view[position : position + 8])
    if obsolete:
        header[2:4] = (kind | _ACCURATE).to_bytes(2, "little" if order == "<" else "big")
    if _crc(bytes(header)) != checksum:
        return None
    return _Node(position, kind | _ACCURATE, size, obsolete)


_TYPES_SET = frozenset(_TYPES)
_PATTERNS = [
    magic.to_bytes(2, order) + kind.to_bytes(2, order)
    for magic in _MAGICS
    for order in ("little", "big")
    for kind in _TYPES
]

READER = Reader(
    name="jffs2",
    magics=tuple(Magic(pattern) for pattern in _PATTERNS),
    claim=claim,
    open=open_jffs2,
    files=True,
    file_system=True,
    limits=Text(
        "rubin 圧縮のデータと拡張属性は読みません。",
        "Contents packed by rubin and extended attributes are not read.",
    ),
)
