"""F2FS: checkpoints, a table of nodes, inodes with their contents inline or in blocks.

Source: the Linux kernel, Documentation/filesystems/f2fs.rst, include/linux/f2fs_fs.h.
"""

from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.image import Blob, EntryKind
from mamoru.verification.firmware.opening.gaps import UNENCRYPTED
from mamoru.verification.firmware.readers.f2fs.nodes import BLOCK, Inode, Nodes, Super, super_block
from mamoru.verification.firmware.reading.reader import (
    Flaw,
    Found,
    Magic,
    Reader,
    Sink,
    Yielded,
    fields,
    kind_of,
)

_ENTRY, _SLOT = 11, 8
_IN_BLOCK = (214, 27, 3)  # entries, bytes of the bitmap, reserved bytes
_MOST_DEPTH = 128
_MOST_TARGET = 4096
_BROKEN = Text("{path} を読めません({why})。", "{path} cannot be read ({why}).")
_SEALED = Text("{path} は暗号化されています。", "{path} is encrypted.")


class _Named(msgspec.Struct, frozen=True):
    name: bytes
    number: int


def claim(view: memoryview) -> int | None:
    """As many blocks as the superblock says."""
    found = super_block(view)
    return None if found is None else found.blocks * BLOCK


def open_f2fs(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Every entry; what is wrong with one is a flaw of its own."""
    found = super_block(view)
    if found is None:
        raise FormatError(0x400, "no F2FS superblock")
    yield from _Tree(view, found, sink).entries()


class _Tree:
    """The walk from the root directory down."""

    def __init__(self, view: memoryview, found: Super, sink: Sink) -> None:
        self._nodes, self._sink = Nodes(view, found), sink
        self._root = found.root
        self._walked: set[int] = set()
        self._stored: dict[int, Blob] = {}

    def entries(self) -> Iterator[Yielded]:
        """Every entry below the root."""
        todo = [(b"", self._root)]
        while todo:
            path, number = todo.pop()
            if number in self._walked or path.count(b"/") > _MOST_DEPTH:
                yield _flaw(path, "a directory within itself")
                continue
            self._walked.add(number)
            try:
                for named in self._listed(self._nodes.inode(number)):
                    yield from self._entry(path + b"/" + named.name, named.number, todo)
            except FormatError as error:
                yield _flaw(path or b"/", error.why, error.offset)

    def _entry(self, path: bytes, number: int, todo: list[tuple[bytes, int]]) -> Iterator[Yielded]:
        try:
            inode = self._nodes.inode(number)
            kind = kind_of(inode.mode)
        except FormatError as error:
            yield _flaw(path, error.why, error.offset)
            return
        target, blob, broken = None, None, None
        if inode.encrypted and kind is not EntryKind.DIRECTORY:
            yield Flaw(start=0, size=0, why=_SEALED.fill(path=_shown(path)), instead=UNENCRYPTED)
        elif kind is EntryKind.LINK:
            target = b"".join(bytes(piece) for piece in self._nodes.contents(inode, _MOST_TARGET, self._sink))
        elif kind is EntryKind.FILE:
            blob = self._stored.get(number)
            if blob is None:
                blob, broken = self._sink.salvage(self._nodes.contents(inode, inode.size, self._sink))
                self._stored[number] = blob
        yield Found(
            name=path,
            kind=kind,
            mode=inode.mode & 0o7777,
            uid=inode.uid,
            gid=inode.gid,
            target=target,
            size=blob.size if blob else 0,
            blob=blob,
        )
        if broken is not None:
            yield _flaw(path, broken.why, broken.offset)
        if kind is EntryKind.DIRECTORY:
            todo.append((path, number))

    def _listed(self, inode: Inode) -> Iterator[_Named]:
        """The names in a directory."""
        if inode.encrypted:
            raise FormatError(0, "its names are encrypted")
        if inode.inline_names is not None:
            room = len(inode.inline_names)
            count = room * 8 // ((_ENTRY + _SLOT) * 8 + 1)
            bitmap = -(-count // 8)
            yield from _names(inode.inline_names, count, bitmap, room - (_ENTRY + _SLOT) * count - bitmap)
            return
        for block in self._nodes.contents(inode, inode.size, self._sink):
            if len(block) == BLOCK and any(block[: _IN_BLOCK[1]]):
                yield from _names(memoryview(block), *_IN_BLOCK)


def _names(block: memoryview, count: int, bitmap: int, reserved: int) -> Iterator[_Named]:
    """The entries of one table: a bitmap, the entries, and slots of eight bytes for the names."""
    entries = bitmap + reserved
    names = entries + _ENTRY * count
    slot = 0
    while slot < count:
        if not block[slot >> 3] >> (slot & 7) & 1:
            slot += 1
            continue
        _, number, length = fields("<IIH", block, entries + slot * _ENTRY)
        name = bytes(block[names + slot * _SLOT : names + slot * _SLOT + length])
        slot += max(1, -(-length // _SLOT))
        if number and name not in (b"", b".", b".."):
            yield _Named(name, number)


def _shown(path: bytes) -> str:
    return path.decode("utf-8", "backslashreplace")


def _flaw(path: bytes, why: str, offset: int = 0) -> Flaw:
    return Flaw(start=offset, size=0, why=_BROKEN.fill(path=_shown(path), why=why))


READER = Reader(
    name="f2fs",
    magics=(Magic(b"\x10\x20\xf5\xf2", 0x400),),
    claim=claim,
    open=open_f2fs,
    files=True,
    file_system=True,
    archive=True,
    limits=Text(
        "圧縮・暗号化されたファイルは開きません(名前は示します)。fsync 後の復元はしません。",
        "Compressed and encrypted files stay shut (and are named); no roll-forward after an fsync.",
    ),
)
