"""The partition table of an ESP32's flash: what lies where.

Source: ESP-IDF, Partition Tables; components/esp_bootloader_format and
components/bootloader_support/include/esp_flash_partitions.h.
"""

import hashlib
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.reading.reader import (
    Extent,
    Flaw,
    Magic,
    Note,
    Reader,
    Sink,
    Yielded,
    fields,
    span,
    stands,
)

_ENTRY = 32
_MOST = 95
_TABLE = 0xC00
_CHECKED = b"\xeb\xeb" + b"\xff" * 14
APP, DATA = 0, 1
_DATA = {
    0: "ota",
    1: "phy",
    2: "nvs",
    3: "coredump",
    4: "nvs-keys",
    5: "efuse",
    0x80: "esphttpd",
    0x81: "fat",
    0x82: "spiffs",
    0x83: "littlefs",
}
_WRONG = Text("区画の表の MD5 が合いません。", "The MD5 of the partition table does not fit.")


class Partition(msgspec.Struct, frozen=True, kw_only=True):
    """One row: `offset` counts in the flash."""

    name: str
    kind: int
    subtype: int
    offset: int
    size: int
    encrypted: bool

    @property
    def use(self) -> str:
        """What it is for, in the format's words."""
        if self.kind == APP:
            return {0: "factory", 0x20: "test"}.get(self.subtype, f"ota_{self.subtype & 0xF}")
        return _DATA.get(self.subtype, "data") if self.kind == DATA else f"type {self.kind:#x}"


class Table(msgspec.Struct, frozen=True):
    """The rows, where they end, and whether the MD5 that follows fits (None: there is none)."""

    partitions: tuple[Partition, ...]
    end: int
    checksum_good: bool | None


def table(view: memoryview, start: int = 0) -> Table | None:
    """The table at `start`, None where none is."""
    rows: list[Partition] = []
    position = start
    while len(rows) < _MOST and stands(b"\xaa\x50", view, position):
        try:
            row = _row(view, position)
        except FormatError:
            break
        if row is None:
            return None
        rows.append(row)
        position += _ENTRY
    good = None
    if stands(_CHECKED, view, position) and position + _ENTRY <= len(view):
        made = hashlib.md5(view[start:position], usedforsecurity=False).digest()
        good = made == bytes(view[position + 16 : position + _ENTRY])
        position += _ENTRY
    return Table(tuple(rows), position, good) if len(rows) > 1 or (rows and good) else None


def _row(view: memoryview, position: int) -> Partition | None:
    _, kind, subtype, offset, size = fields("<HBBII", view, position)
    label = bytes(span(view, position + 12, 16)).split(b"\0")[0]
    (flags,) = fields("<I", view, position + 28)
    sane = offset % 0x1000 == 0 and 0 < size <= 1 << 28 and offset + size <= 1 << 30 and flags < 4
    if not sane or kind > 0xFE or not label.isascii() or not label.decode("ascii").isprintable():
        return None
    name = label.decode("ascii")
    return Partition(
        name=name, kind=kind, subtype=subtype, offset=offset, size=size, encrypted=bool(flags & 1)
    )


def rows_told(found: Table) -> Text:
    """The rows in one line."""
    rows = ", ".join(
        f"{row.name or '?'} ({row.use}{', encrypted' if row.encrypted else ''}) {row.offset:#x}+{row.size:#x}"
        for row in found.partitions
    )
    return Text(rows, rows)


def claim(view: memoryview) -> int | None:
    """At least two rows, or one and its MD5; the sector ends the table."""
    found = table(view)
    return None if found is None else max(found.end, min(_TABLE, len(view)))


def open_table(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Nothing to unpack: the rows are noted."""
    sink.look()
    found = table(view)
    if found is None:
        raise FormatError(0, "no partition table")
    yield Note(rows_told(found))
    if found.checksum_good is False:
        yield Flaw(start=0, size=found.end, why=_WRONG)
    yield Extent(len(view))


READER = Reader(
    name="esp32-partitions",
    magics=(Magic(b"\xaa\x50\0"), Magic(b"\xaa\x50\x01")),
    claim=claim,
    open=open_table,
    keep=True,
    limits=Text("表だけで、区画の中身ではありません。", "The table only, not what the partitions hold."),
)
