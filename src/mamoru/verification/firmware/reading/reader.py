"""What a reader of one format is made of, and the bounded access to foreign bytes that it uses.

A reader sees a `memoryview` that begins at its structure. `claim` looks at the header only and says
how long the structure is; `open` yields what is inside. Both raise `FormatError` and nothing else
(`LimitReached` comes from the sink). Contents are written through a `Sink`, which counts them.
"""

import struct
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Protocol

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.image import Blob, EntryKind, Seal

UNTIL_OPENED = -1
"""What `claim` gives for a structure whose end is only known once it has been read."""

UNTIL_NEXT = -2
"""What `claim` gives for a structure that cannot be opened and does not say its length: it reaches to the
next one that is known, of which it never hides any."""


class Magic(msgspec.Struct, frozen=True):
    """Bytes by which a format is known, `offset` bytes into its structure."""

    pattern: bytes
    offset: int = 0


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A directory entry as it is stored; `name` is not yet made plain."""

    name: bytes
    kind: EntryKind
    mode: int
    uid: int = 0
    gid: int = 0
    target: bytes | None = None
    size: int = 0
    blob: Blob | None = None


class Inner(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes to be scanned again: a slice of the structure (`start`, `size`) or contents in the spool.
    `name` is what reports call them where they are no structure of a known format. `code` where
    what is left between structures is the program itself, not a gap; `partition` where a table sets
    them apart for some content of their own, so that what nobody reads there is a gap that matters."""

    name: str | None = None
    start: int = 0
    size: int = 0
    blob: Blob | None = None
    code: bool = False
    partition: bool = False


class Variables(msgspec.Struct, frozen=True, kw_only=True):
    """A boot loader's environment."""

    values: dict[str, str]
    checksum_good: bool


class Flaw(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes of the structure that could not be opened, and why; the rest goes on. `instead` says what
    to hand in."""

    start: int
    size: int
    why: Text
    serious: bool = True
    instead: Text | None = None


class Note(msgspec.Struct, frozen=True):
    """Something to tell of the part as a whole."""

    text: Text


class Label(msgspec.Struct, frozen=True):
    """What reports call this very part, where its header says."""

    name: str


class Extent(msgspec.Struct, frozen=True):
    """Where the structure ended, for a reader whose claim could not say."""

    size: int


Yielded = Found | Inner | Variables | Flaw | Note | Label | Extent | Seal


class Sink(Protocol):
    """Where a reader puts contents; raises `LimitReached`."""

    def store(self, chunks: Iterable[bytes | memoryview]) -> Blob:
        """Keep the contents that `chunks` are, one after the other. What an iterator gave before it
        raised `FormatError` stays counted; the blob is lost with the error."""
        ...

    def salvage(self, chunks: Iterable[bytes | memoryview]) -> tuple[Blob, FormatError | None]:
        """As `store`, but keeps what came before a `FormatError` and hands both back."""
        ...

    def look(self) -> None:
        """Look at the clock, in a loop that writes nothing."""
        ...

    @property
    def keys(self) -> tuple[bytes, ...]:
        """The keys that the user handed in for what is encrypted; never to be told or stored."""
        ...

    @property
    def folder(self) -> Path:
        """The work folder, for what an outside program must be handed as a file."""
        ...


class Reader(msgspec.Struct, frozen=True, kw_only=True):
    """One format. `part` is what reports call it. `open` is None for what is recognised only; then
    `instead` says what to hand in. `archive` where a file of this format inside a file system is
    worth opening. `start` finds the beginning from a magic that may lie anywhere inside; `peek`
    gives the first bytes of a compressed stream's contents."""

    name: str
    magics: tuple[Magic, ...]
    claim: Callable[[memoryview], int | None]
    open: Callable[[memoryview, Sink], Iterator[Yielded]] | None = None
    start: Callable[[memoryview, int], int | None] | None = None
    peek: Callable[[memoryview], bytes | None] | None = None
    part: str = ""
    keep: bool = False  # keep its bytes as the part's blob
    files: bool = False  # yields a file tree
    file_system: bool = False  # a file tree as a device mounts it, not an archive of files
    stream: bool = False  # one compressed content
    archive: bool = False
    raw: bool = True  # looked for at any offset; False: at the start of a file only
    serious: bool = True  # recognised only: whether what checks need may lie in it
    title: Text | None = None  # recognised only: its name in words
    header: int = 0  # recognised only: the bytes by which it is known
    instead: Text | None = None
    limits: Text | None = None

    @property
    def label(self) -> str:
        """What reports call a part of this format."""
        return self.part or self.name


def fields(layout: str, view: memoryview, offset: int) -> tuple[int, ...]:
    """The integers of struct `layout` at `offset`; `FormatError` where the bytes end before."""
    try:
        return struct.unpack_from(layout, view, offset)
    except (struct.error, ValueError, OverflowError):
        raise FormatError(min(max(offset, 0), len(view)), "ends within a header") from None


def span(view: memoryview, offset: int, size: int) -> memoryview:
    """`size` bytes from `offset`, all of them or `FormatError`."""
    if offset < 0 or size < 0 or offset + size > len(view):
        raise FormatError(min(max(offset, 0), len(view)), f"needs {size} bytes that are not there")
    return view[offset : offset + size]


def stands(pattern: bytes, view: memoryview, offset: int = 0) -> bool:
    """Whether `pattern` stands at `offset`."""
    return bytes(view[offset : offset + len(pattern)]) == pattern


def kind_of(mode: int) -> EntryKind:
    """The kind that the type bits of a POSIX `mode` name (0o170000); `FormatError` for none."""
    kind = _KINDS.get(mode & 0o170000)
    if kind is None:
        raise FormatError(0, f"no such file type: {mode:o}")
    return kind


_KINDS = {
    0o100000: EntryKind.FILE,
    0o040000: EntryKind.DIRECTORY,
    0o120000: EntryKind.LINK,
    0o060000: EntryKind.DEVICE,
    0o020000: EntryKind.DEVICE,
    0o010000: EntryKind.FIFO,
    0o140000: EntryKind.SOCKET,
}
