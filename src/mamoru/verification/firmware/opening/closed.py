"""What is recognised and cannot be opened: foreign file systems, archives, compressions, as readers that
only claim. The formats are the rows of `closed_formats.toml`."""

import struct
import tomllib
from functools import cache
from pathlib import Path

import msgspec

from mamoru.language import Text
from mamoru.verification.firmware.opening import gaps
from mamoru.verification.firmware.reading.reader import UNTIL_NEXT, Magic, Reader

TABLE = Path(__file__).with_name("closed_formats.toml")


class Title(msgspec.Struct, frozen=True):
    """What the format is called."""

    ja: str
    en: str


class Number(msgspec.Struct, frozen=True, rename={"code": "as"}):
    """A number in the header: the struct `code` at `at`."""

    at: int
    code: str

    def read(self, view: memoryview) -> int | None:
        """The number; None where the bytes end before."""
        try:
            return int(struct.unpack_from(self.code, view, self.at)[0])
        except struct.error:
            return None


class Condition(msgspec.Struct, frozen=True, rename={"code": "as"}):
    """What else must be true: these `bytes` stand at `at`, or the number there is one of, or within."""

    at: int
    bytes: str = ""
    code: str = ""
    among: tuple[int, ...] = ()
    least: int = 0
    most: int = 1 << 64

    def holds(self, view: memoryview) -> bool:
        """Whether it is true of the structure that begins `view`."""
        if self.bytes:
            wanted = bytes.fromhex(self.bytes)
            return view[self.at : self.at + len(wanted)] == wanted
        number = Number(self.at, self.code).read(view)
        if number is None:
            return False
        return number in self.among if self.among else self.least <= number <= self.most


class Size(msgspec.Struct, frozen=True, rename={"code": "as", "other": "or"}):
    """Where the length is read; `other` where that says 0."""

    at: int
    code: str
    unit: int = 1
    times: Number | None = None
    shift: Number | None = None
    plus: int = 0
    other: Number | None = None

    def read(self, view: memoryview) -> int | None:
        """The length in bytes; None where none is told."""
        size = Number(self.at, self.code).read(view)
        if not size and self.other is not None:
            size = self.other.read(view)
        times = 1 if self.times is None else self.times.read(view)
        shift = 0 if self.shift is None else self.shift.read(view)
        if not size or not times or shift is None or shift > _MOST_SHIFT:
            return None
        return ((size * times * self.unit) << shift) + self.plus


class Closed(msgspec.Struct, frozen=True):
    """One row of the table."""

    name: str
    title: Title
    magics: tuple[str, ...]
    at: int = 0
    when: tuple[Condition, ...] = ()
    size: Size | None = None
    anywhere: bool = False
    quiet: bool = False

    @property
    def text(self) -> Text:
        """Its name in both languages."""
        return Text(self.title.ja, self.title.en)

    @property
    def header(self) -> int:
        """The bytes by which it is known."""
        return self.at + max(len(magic) // 2 for magic in self.magics)

    def claim(self, view: memoryview) -> int | None:
        """How long it is, or `UNTIL_NEXT`; None where a condition is not met, or its length cannot be."""
        if not all(condition.holds(view) for condition in self.when):
            return None
        if self.size is None:
            return UNTIL_NEXT
        size = self.size.read(view)
        return size if size is not None and self.header <= size <= _MOST_BYTES else None


class _Table(msgspec.Struct, frozen=True):
    formats: tuple[Closed, ...]


_MOST_SHIFT = 16
_MOST_BYTES = 1 << 46


@cache
def closed_formats() -> tuple[Closed, ...]:
    """The table, in its order."""
    read = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    return msgspec.convert(read, _Table).formats


@cache
def closed_readers() -> tuple[Reader, ...]:
    """A reader for each row: it claims, and says by name that it cannot open."""
    return tuple(
        Reader(
            name=row.name,
            magics=tuple(Magic(bytes.fromhex(magic), row.at) for magic in row.magics),
            claim=row.claim,
            raw=row.anywhere,
            serious=not row.quiet,
            title=row.text,
            header=row.header,
            instead=gaps.UNPACKED,
        )
        for row in closed_formats()
    )
