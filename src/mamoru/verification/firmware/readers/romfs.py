"""romfs: a chain of files; it knows kinds and who may execute, but no owners.

Source: the Linux kernel, Documentation/filesystems/romfs.rst; fs/romfs/super.c (modes).
"""

from collections.abc import Iterator

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.reading.inodes import Inode, walk
from mamoru.verification.firmware.reading.reader import Magic, Reader, Sink, Yielded, fields, span

_HEADER = 16
_PLACE = ~0xF
_HARD_LINK = 0
_EXECUTABLE = 8
_MOST_NAME = 256
_MOST_HOPS = 16
_MODES = (0, 0o040644, 0o100644, 0o120777, 0o060600, 0o020600, 0o140644, 0o010644)


class _File(Inode, frozen=True, kw_only=True):
    """A file; `first` is what its kind makes of it: for a directory where its first entry lies."""

    first: int
    start: int


def claim(view: memoryview) -> int | None:
    """The size in the header; its first 512 bytes add up to 0."""
    size = fields(">I", view, 8)[0]
    head = bytes(view[: min(size, 512) & ~3])
    total = sum(int.from_bytes(head[at : at + 4], "big") for at in range(0, len(head), 4))
    return size if 32 <= size <= 1 << 30 and total & 0xFFFFFFFF == 0 else None


def open_romfs(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Every entry, the root directory first."""
    yield from walk(_FileSystem(view), _after_name(view, _HEADER), sink)


class _FileSystem:
    """Files are known by where they lie."""

    def __init__(self, view: memoryview) -> None:
        self._view = view

    def inode(self, number: int) -> _File:
        for _ in range(_MOST_HOPS):
            word, first, size, _ = fields(">4I", self._view, number)
            if word & 7 != _HARD_LINK:
                break
            number = first & _PLACE
        else:
            raise FormatError(number, "a hard link that leads round")
        mode = _MODES[word & 7] | (0o111 if word & _EXECUTABLE else 0)
        start = _after_name(self._view, number + _HEADER)
        return _File(number=number, mode=mode, size=size, first=first & _PLACE, start=start)

    def listing(self, folder: _File) -> Iterator[tuple[bytes, int]]:
        at, seen = folder.first, set[int]()
        while at:
            if at in seen:
                raise FormatError(at, "a directory without end")
            seen.add(at)
            word, first, _, _ = fields(">4I", self._view, at)
            name = _name(self._view, at + _HEADER)
            if name not in (b".", b".."):
                yield name, first & _PLACE if word & 7 == _HARD_LINK else at
            at = word & _PLACE

    def contents(self, file: _File) -> Iterator[memoryview]:
        yield span(self._view, file.start, file.size)


def _name(view: memoryview, at: int) -> bytes:
    found = bytes(view[at : at + _MOST_NAME])
    end = found.find(b"\0")
    if end < 0:
        raise FormatError(min(at, len(view)), "a name without end")
    return found[:end]


def _after_name(view: memoryview, at: int) -> int:
    """Where what follows a name begins: on a multiple of 16 bytes."""
    return at + (len(_name(view, at)) + _HEADER & _PLACE)


READER = Reader(
    name="romfs",
    magics=(Magic(b"-rom1fs-"),),
    claim=claim,
    open=open_romfs,
    files=True,
    file_system=True,
    archive=True,
    limits=Text("所有者と権限はこの形式にありません。", "The format has no owners and no modes."),
)
