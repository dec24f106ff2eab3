"""SPIFFS: pages of 256 bytes or more, each with the number of its object, and a table of them a block.

The format has no magic at its start, so it is looked for only where a file, a partition or a flash
region begins. Source: SPIFFS, docs/TECH_SPEC; src/spiffs_nucleus.h (`spiffs_page_header`,
`spiffs_page_object_ix_header`); ESP-IDF, SPIFFS Filesystem.
"""

from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.image import EntryKind
from mamoru.verification.firmware.reading.reader import (
    Extent,
    Flaw,
    Found,
    Magic,
    Note,
    Reader,
    Sink,
    Yielded,
    fields,
)

_LAYOUTS = tuple((page, block) for page in (256, 512, 1024) for block in (4096, 8192, 16384, 32768, 65536))
_INDEX = 0x8000
_FREE, _DELETED = 0xFFFF, 0x0000
_HEAD = 5  # u16 object, u16 span, u8 flags
_USED, _IS_DATA, _ALIVE = 0x01, 0x04, 0x80
_NAME_AT, _NAME = 13, 32
_LARGEST = 64 << 20
_MISSING = Text("{name} の {n} ページが見つかりません。", "{n} page(s) of {name} are missing.")


class _Volume(msgspec.Struct, frozen=True):
    page: int
    block: int

    @property
    def tables(self) -> int:
        """Pages of the table at a block's start."""
        return -(-(self.block // self.page * 2) // self.page)

    @property
    def most(self) -> int:
        """Pages of a block that hold objects."""
        return self.block // self.page - self.tables

    def rows(self, view: memoryview, start: int) -> tuple[int, ...]:
        """The object of each page of the block at `start`."""
        return fields(f"<{self.most}H", view, start)


def claim(view: memoryview) -> int | None:
    """As many blocks as hold together: each page that is in use bears the number in the table."""
    if len(view) < 8192 or bytes(view[:2]) in (b"\xff\xff", b"\0\0"):
        return None
    for page, block in _LAYOUTS:
        volume = _Volume(page, block)
        size = _extent(view, volume)
        if size >= 2 * block:
            return size
    return None


def _extent(view: memoryview, volume: _Volume) -> int:
    """How far the blocks hold together; 0 where no object is named in them."""
    position, names = 0, 0
    while position + volume.block <= min(len(view), _LARGEST):
        found = _named(view, volume, position)
        if found is None:
            break
        names += found
        position += volume.block
        if not names and position >= 4 * volume.block:
            return 0
    return position if names else 0


def _named(view: memoryview, volume: _Volume, start: int) -> int | None:
    """How many names the block at `start` holds; None where it is none."""
    names = 0
    for number, row in enumerate(volume.rows(view, start), volume.tables):
        if row in (_FREE, _DELETED):
            continue
        at = start + number * volume.page
        kind, span_number, flags = fields("<HHB", view, at)
        if (
            kind != row
            or flags & _USED
            or span_number > 1 << 14
            or bool(flags & _IS_DATA) == bool(kind & _INDEX)
        ):
            return None
        if kind & _INDEX and span_number == 0 and flags & _ALIVE:
            name = _name(view, at)
            if not name or not name.isascii() or not name.decode("ascii").isprintable():
                return None
            names += 1
    return names


def _name(view: memoryview, at: int) -> bytes:
    return bytes(view[at + _NAME_AT : at + _NAME_AT + _NAME]).split(b"\0")[0]


def open_spiffs(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Every file that is not deleted."""
    for page, block in _LAYOUTS:
        volume, size = _Volume(page, block), 0
        if (size := _extent(view, volume)) >= 2 * block:
            break
    else:
        raise FormatError(0, "no block of a known layout")
    told = f"{size // volume.block} × {volume.block} B, page {volume.page} B"
    yield Note(Text(told, told))
    heads: dict[int, int] = {}
    pages: dict[int, dict[int, int]] = {}
    for start in range(0, size, volume.block):
        sink.look()
        for number, row in enumerate(volume.rows(view, start), volume.tables):
            at = start + number * volume.page
            kind, span_number, flags = fields("<HHB", view, at)
            if row in (_FREE, _DELETED) or not flags & _ALIVE:
                continue
            if kind & _INDEX and span_number == 0:
                heads[kind & ~_INDEX] = at
            elif not kind & _INDEX:
                pages.setdefault(kind, {})[span_number] = at
    for identity, at in sorted(heads.items()):
        yield from _file(view, volume, at, pages.get(identity, {}), sink)
    yield Extent(size)


def _file(view: memoryview, volume: _Volume, at: int, pages: dict[int, int], sink: Sink) -> Iterator[Yielded]:
    (size,) = fields("<I", view, at + 8)
    payload = volume.page - _HEAD
    wanted = -(-size // payload)
    if size > len(view):  # never finished: what is there counts
        wanted = max(pages, default=-1) + 1
        size = wanted * payload
    name = _name(view, at)
    missing = sum(number not in pages for number in range(wanted))

    def contents() -> Iterator[bytes | memoryview]:
        left = size
        for number in range(wanted):
            begin = pages.get(number)
            piece = bytes(payload) if begin is None else view[begin + _HEAD : begin + volume.page]
            yield piece[:left]
            left -= min(left, payload)

    blob = sink.store(contents())
    yield Found(name=name, kind=EntryKind.FILE, mode=0o644, size=blob.size, blob=blob)
    if missing:
        why = _MISSING.fill(name=name.decode("ascii", "backslashreplace"), n=missing)
        yield Flaw(start=at, size=volume.page, why=why)


READER = Reader(
    name="spiffs",
    magics=(Magic(b""),),
    claim=claim,
    open=open_spiffs,
    files=True,
    file_system=True,
    raw=False,
    limits=Text(
        "領域の先頭でのみ探します。ページ 256〜1024 バイト、名前 32 バイトまで。",
        "Looked for only where a region begins; pages of 256 to 1024 bytes, names of up to 32 bytes.",
    ),
)
