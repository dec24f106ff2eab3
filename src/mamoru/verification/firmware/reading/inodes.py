"""The walk through a file system of inodes: from its root down, each content once, no directory twice.

What one entry breaks costs that entry: it becomes a flaw that names its path, and the walk goes on.
"""

from collections.abc import Hashable, Iterator
from itertools import islice
from typing import Generic, Protocol, TypeVar

import msgspec

from mamoru.errors import FormatError, LimitReached
from mamoru.language import Text
from mamoru.verification.firmware.image import Blob, EntryKind
from mamoru.verification.firmware.reading.reader import Flaw, Found, Sink, Yielded, kind_of

_MOST_DEPTH = 256
_MOST_TARGET = 1 << 16
_MOST_NAMES = 1 << 20  # in one directory
_MOST_TOO_LARGE = 3  # files that take more than their share, before the limit stops the walk
_DAMAGED = Text(
    "{path} は壊れていて、全部は読めません({why})。",
    "{path} is damaged and not wholly readable ({why}).",
)
_ZEROS = bytes(1 << 18)


class Inode(msgspec.Struct, frozen=True, kw_only=True):
    """What a file system says of one file. `mode` has its type bits."""

    number: int
    mode: int
    uid: int = 0
    gid: int = 0
    size: int = 0

    @property
    def contents(self) -> Hashable:
        """What two files have alike whose contents are the same bytes."""
        return self.number

    @property
    def kind(self) -> EntryKind:
        """The kind that the mode names; `FormatError` for none."""
        return kind_of(self.mode)


I = TypeVar("I", bound=Inode)  # noqa: E741


class FileSystem(Protocol[I]):
    """What the walk asks of a file system. Every method may raise `FormatError`; what an iterator gave
    before it did stays."""

    def inode(self, number: int) -> I:
        """The inode that a directory leads to as `number`."""
        ...

    def listing(self, folder: I) -> Iterator[tuple[bytes, int]]:
        """The names in a directory, without `.` and `..`, and the numbers of their inodes."""
        ...

    def contents(self, file: I) -> Iterator[bytes | memoryview]:
        """The contents of a regular file, or the target of a link."""
        ...


def walk(file_system: FileSystem[I], root: int, sink: Sink) -> Iterator[Yielded]:
    """Every entry from the inode `root` down, the root itself first. `FormatError` where that is broken."""
    yield from _Walk(file_system, sink).down(root)


class _Walk(Generic[I]):
    """One walk: the contents and directories that it has been to."""

    def __init__(self, file_system: FileSystem[I], sink: Sink) -> None:
        self._file_system, self._sink = file_system, sink
        self._blobs: dict[Hashable, Blob] = {}
        self._folders: set[int] = set()
        self._too_large = 0

    def down(self, root: int) -> Iterator[Yielded]:
        todo: list[tuple[bytes, bytes, int]] = [(b"", b"", root)]
        while todo:
            above, name, number = todo.pop()
            path = above + b"/" + name
            try:
                inode = self._file_system.inode(number)
                kind = inode.kind
                if kind is EntryKind.DIRECTORY:
                    self._enter(number, path)
                target = self._target(inode) if kind is EntryKind.LINK else None
            except FormatError as error:
                if path == b"/":
                    raise
                yield flaw(error, path)
                continue
            below: list[tuple[bytes, int]] = []
            blob, why = None, None
            if kind is EntryKind.FILE:
                blob, why = self._contents(inode, path)
            elif kind is EntryKind.DIRECTORY:
                why = self._list(inode, below, path)
            yield Found(
                name=path,
                kind=kind,
                mode=inode.mode & 0o7777,
                uid=inode.uid,
                gid=inode.gid,
                target=target,
                size=inode.size if kind is EntryKind.FILE else 0,
                blob=blob,
            )
            if why is not None:
                yield why
            here = path if path != b"/" else b""
            todo.extend((here, plain_name(child), to) for child, to in reversed(below))

    def _enter(self, number: int, path: bytes) -> None:
        if number in self._folders:
            raise FormatError(0, "a directory lies in itself or twice")
        if path.count(b"/") > _MOST_DEPTH:
            raise FormatError(0, f"lies more than {_MOST_DEPTH} directories deep")
        self._folders.add(number)

    def _target(self, inode: I) -> bytes:
        if inode.size > _MOST_TARGET:
            raise FormatError(0, f"a link of {inode.size} bytes")
        return b"".join(self._file_system.contents(inode))

    def _contents(self, inode: I, path: bytes) -> tuple[Blob | None, Flaw | None]:
        known = self._blobs.get(inode.contents)
        if known is not None:
            return known, None
        try:
            blob, error = self._sink.salvage(self._file_system.contents(inode))
        except LimitReached as limit:
            self._too_large += 1
            if self._too_large > _MOST_TOO_LARGE:
                raise
            self._sink.look()
            name = _readable(path)
            why = Text(f"{name}: {limit.message.ja}", f"{name}: {limit.message.en}")
            return None, Flaw(start=0, size=0, why=why)
        self._blobs[inode.contents] = blob
        return blob, None if error is None else flaw(error, path)

    def _list(self, inode: I, below: list[tuple[bytes, int]], path: bytes) -> Flaw | None:
        """Put what lies in a directory into `below`."""
        self._sink.look()
        try:
            below.extend(islice(self._file_system.listing(inode), _MOST_NAMES))
        except FormatError as error:
            return flaw(error, path)
        return None


def plain_name(name: bytes) -> bytes:
    """`name` as one step of a path: what would part or end it is written otherwise."""
    return name.replace(b"/", b"\\").replace(b"\0", b"\\0")


def zeros(size: int) -> Iterator[bytes]:
    """A hole of `size` bytes, piece by piece."""
    for _ in range(size // len(_ZEROS)):
        yield _ZEROS
    if rest := size % len(_ZEROS):
        yield bytes(rest)


def flaw(error: FormatError, path: bytes) -> Flaw:
    """What is told of the file at `path` where it breaks its format."""
    return Flaw(start=error.offset, size=0, why=_DAMAGED.fill(path=_readable(path), why=error.why))


def _readable(path: bytes) -> str:
    return path[:1024].decode("utf-8", "backslashreplace")
