"""littlefs 2.x: pairs of metadata blocks written as logs, small files inline, others as skip lists.

Source: littlefs, SPEC.md, "Metadata pairs", "Metadata tags", "Metadata types", "CTZ skip-lists".
"""

import zlib
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.image import EntryKind
from mamoru.verification.firmware.reading.reader import (
    Flaw,
    Found,
    Magic,
    Note,
    Reader,
    Sink,
    Yielded,
    fields,
    span,
)

_REGULAR, _DIRECTORY, _SUPERBLOCK = 0x001, 0x002, 0x0FF
_PAIR, _INLINE, _LIST = 0x200, 0x201, 0x202
_CREATE, _DELETE = 0x401, 0x4FF
_TAIL, _HARD_TAIL = 0x600, 0x601
_COMMIT = 0x500
_DELETED = 0x3FF
_NO_BLOCK = 0xFFFFFFFF
_MOST_ENTRIES = 1024  # an id has ten bits
_MOST_PAIRS = 1 << 16
_MOST_DEPTH = 128
_BROKEN = Text("{path} を読めません({why})。", "{path} cannot be read ({why}).")


class _Entry(msgspec.Struct):
    """What one id of a metadata pair stands for, as its tags say so far."""

    kind: int = 0
    name: bytes = b""
    structure: int = 0
    data: bytes = b""


class _Pair(msgspec.Struct):
    """The state of one metadata pair."""

    revision: int
    entries: list[_Entry]
    tail: tuple[int, int] | None = None
    hard: bool = False

    def copy(self) -> "_Pair":
        """A state of its own, as it was committed."""
        return _Pair(self.revision, [msgspec.structs.replace(e) for e in self.entries], self.tail, self.hard)


class _Volume:
    """The blocks, and what lies in them."""

    def __init__(self, view: memoryview, sink: Sink) -> None:
        self.view, self.sink = view, sink
        _, self.block, self.blocks = _superblock(view)
        self.version = fields("<I", view, 20)[0]
        self._walked: set[tuple[int, int]] = set()
        self._named = 0

    def root(self) -> tuple[int, int]:
        """The pair of the root directory: the last one in the thread from (0, 1) with a superblock."""
        place, root, seen = (0, 1), (0, 1), set[tuple[int, int]]()
        while place not in seen and len(seen) < 64:
            seen.add(place)
            pair = self.pair(place)
            if not any(entry.kind == _SUPERBLOCK for entry in pair.entries):
                break
            root = place
            if pair.tail is None:
                break
            place = pair.tail
        return root

    def pair(self, place: tuple[int, int]) -> _Pair:
        """The newer of two blocks whose commits hold."""
        states = [state for state in (self._log(block) for block in place) if state is not None]
        if not states:
            raise FormatError(min(place[0] * self.block, len(self.view)), "no metadata that holds")
        first, last = states[0], states[-1]
        return last if (last.revision - first.revision) & 0xFFFFFFFF < 0x80000000 else first

    def entries(self, place: tuple[int, int]) -> Iterator[_Entry]:
        """What lies in a directory; a pair that was walked before ends it."""
        while True:
            if place in self._walked or len(self._walked) >= _MOST_PAIRS:
                raise FormatError(min(place[0] * self.block, len(self.view)), "a directory within itself")
            self._walked.add(place)
            self.sink.look()
            pair = self.pair(place)
            yield from (entry for entry in pair.entries if entry.kind in (_REGULAR, _DIRECTORY))
            if pair.tail is None or not pair.hard:
                return
            place = pair.tail

    def _log(self, block: int) -> _Pair | None:
        """The last state that a commit of this block's log confirms; None where there is none."""
        if block >= self.blocks or (block + 1) * self.block > len(self.view):
            return None
        data = self.view[block * self.block : (block + 1) * self.block]
        state, confirmed = _Pair(fields("<I", data, 0)[0], []), None
        crc, previous, position = _crc(data[:4], 0xFFFFFFFF), 0xFFFFFFFF, 4
        while position + 4 <= self.block:
            tag = fields(">I", data, position)[0] ^ previous
            kind, size = tag >> 20 & 0x7FF, tag & 0x3FF
            length = 0 if size == _DELETED else size
            if tag >> 31 or position + 4 + length > self.block:
                break
            previous = tag
            if kind & 0x780 == _COMMIT:
                crc = _crc(data[position : position + 4], crc)
                if length < 4 or fields("<I", data, position + 4)[0] != crc:
                    break
                previous ^= (kind & 1) << 31
                confirmed, crc = state.copy(), 0xFFFFFFFF
            else:
                crc = _crc(data[position : position + 4 + length], crc)
                _apply(
                    state, kind, tag >> 10 & 0x3FF, bytes(data[position + 4 : position + 4 + length]), size
                )
            position += 4 + length
        return confirmed

    def contents(self, entry: _Entry) -> Iterator[bytes | memoryview]:
        """The contents of a file."""
        if entry.structure != _LIST:
            yield entry.data
            return
        head, size = fields("<II", memoryview(entry.data), 0)
        if size == 0:
            return
        last = self._index(size - 1)
        if last >= min(self.blocks, len(self.view) // self.block):
            raise FormatError(0, f"a file of {size} bytes in {len(self.view)} bytes of flash")
        numbers = [head]
        for index in range(last, 0, -1):
            if index & 0xFFF == 0:
                self.sink.look()
            numbers.append(fields("<I", self._block(numbers[-1]), 0)[0])
        for index, number in enumerate(reversed(numbers)):
            skip = 4 * ((index & -index).bit_length()) if index else 0
            piece = self._block(number)[skip:]
            yield piece[:size]
            size -= min(size, len(piece))

    def _index(self, offset: int) -> int:
        """Which block of a skip list holds the byte at `offset`."""
        step = self.block - 8
        index = offset // step
        return 0 if index == 0 else (offset - 4 * ((index - 1).bit_count() + 2)) // step

    def _block(self, number: int) -> memoryview:
        if number >= self.blocks:
            raise FormatError(0, f"block {number} of {self.blocks}")
        return span(self.view, number * self.block, self.block)


def _apply(state: _Pair, kind: int, number: int, data: bytes, size: int) -> None:
    """One tag of a log."""
    entries = state.entries
    if kind in (_TAIL, _HARD_TAIL):
        if len(data) == 8:
            first, second = int.from_bytes(data[:4], "little"), int.from_bytes(data[4:], "little")
            state.tail = None if _NO_BLOCK in (first, second) else (first, second)
            state.hard = kind == _HARD_TAIL
        return
    if number >= _MOST_ENTRIES - 1 or kind >> 8 not in (0, 2, 4):
        return
    if kind == _CREATE:
        entries.extend(_Entry() for _ in range(number - len(entries)))
        entries.insert(number, _Entry())
        del entries[_MOST_ENTRIES:]
        return
    if kind == _DELETE:
        del entries[number : number + 1]
        return
    entries.extend(_Entry() for _ in range(number + 1 - len(entries)))
    entry = entries[number]
    if kind >> 8 == 0:
        entry.kind, entry.name = kind, data
    elif kind >> 8 == 2:
        entry.structure, entry.data = (0, b"") if size == _DELETED else (kind, data)


def _crc(data: memoryview, crc: int) -> int:
    return zlib.crc32(data, crc ^ 0xFFFFFFFF) ^ 0xFFFFFFFF


def _superblock(view: memoryview) -> tuple[int, int, int]:
    """Version, block size and number of blocks."""
    (tag,) = fields(">I", view, 16)
    version, block, blocks = fields("<III", view, 20)
    # The tag is stored as its difference to the one before, that of the name.
    if tag ^ 0x0FF00008 != _INLINE << 20 | 24 or version >> 16 != 2:
        raise FormatError(16, "no superblock of version 2")
    if not 104 <= block <= 1 << 20 or block % 4 or not 2 <= blocks <= 1 << 24:
        raise FormatError(24, "blocks of impossible size or number")
    return version, block, blocks


def claim(view: memoryview) -> int | None:
    """As many blocks as the superblock says."""
    _, block, blocks = _superblock(view)
    return block * blocks


def open_littlefs(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Every directory and file; what is wrong with one is a flaw of its own."""
    volume = _Volume(view, sink)
    version = f"{volume.version >> 16}.{volume.version & 0xFFFF}"
    told = f"littlefs {version}, {volume.blocks} × {volume.block} B"
    yield Note(Text(told, told))
    todo = [(b"", volume.root())]
    while todo:
        path, place = todo.pop()
        try:
            for entry in volume.entries(place):
                name = path + b"/" + entry.name
                if entry.kind == _DIRECTORY:
                    yield Found(name=name, kind=EntryKind.DIRECTORY, mode=0o755)
                    if entry.structure != _PAIR or len(entry.data) != 8 or name.count(b"/") > _MOST_DEPTH:
                        raise FormatError(0, "a directory without a place")
                    first, second = fields("<II", memoryview(entry.data), 0)
                    todo.append((name, (first, second)))
                else:
                    yield from _file(volume, entry, name)
        except FormatError as error:
            yield _flaw(path or b"/", error)


def _file(volume: _Volume, entry: _Entry, name: bytes) -> Iterator[Yielded]:
    blob, error = volume.sink.salvage(volume.contents(entry))
    yield Found(name=name, kind=EntryKind.FILE, mode=0o644, size=blob.size, blob=blob)
    if error is not None:
        yield _flaw(name, error)


def _flaw(path: bytes, error: FormatError) -> Flaw:
    shown = path.decode("utf-8", "backslashreplace")
    return Flaw(start=error.offset, size=0, why=_BROKEN.fill(path=shown, why=error.why))


READER = Reader(
    name="littlefs",
    magics=(Magic(b"\xf0\x0f\xff\xf7littlefs", 4),),
    claim=claim,
    open=open_littlefs,
    files=True,
    file_system=True,
    archive=True,
    limits=Text(
        "版 2。属性は読みません。所有者と許可は保存されない形式です。",
        "Version 2. Attributes are not read; the format stores no owners and no permissions.",
    ),
)
