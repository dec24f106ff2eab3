"""Disks with a GUID partition table. Source: UEFI Specification 2.10, chapter 5."""

import struct
import zlib
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.opening.disks import Partition, regions
from mamoru.verification.firmware.reading.reader import (
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

_MAGIC = b"EFI PART"
_SECTORS = (512, 4096)
_MOST_ENTRIES = 1024
_BIOS_BOOT = bytes.fromhex("4861682149646f6e744e656564454649")  # its type's GUID: GRUB's own code
_BAD_TABLE = Text(
    "GPT のパーティション表のチェックサムが合いません。",
    "The checksum of the GUID partition table does not fit.",
)


class _Header(msgspec.Struct, frozen=True):
    """The primary header; places in bytes."""

    sector: int
    end: int  # of the disk, as the place of the second header tells
    table: int
    entries: int
    entry_size: int
    checksum: int


def claim(view: memoryview) -> int | None:
    """The disk up to its second header, or to the end of its last partition where that is not there."""
    header = _header(view)
    if header is None:
        return None
    if header.end <= len(view):
        return header.end
    table = header.table + header.entries * header.entry_size
    return min(max([table, *(p.end for p in _partitions(view, header))]), len(view))


def open_gpt(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """The partitions, each to be scanned, and what lies between them."""
    header = _header(view)
    if header is None:
        raise FormatError(512, "no header")
    partitions = _partitions(view, header)
    table = span(view, header.table, header.entries * header.entry_size)
    if zlib.crc32(table) != header.checksum:
        yield Flaw(start=header.table, size=len(table), why=_BAD_TABLE)
    names = ", ".join(partition.name for partition in partitions)
    yield Note(Text(f"パーティション: {names}", f"partitions: {names}"))
    first = (0, header.table + len(table))
    tables = [first]
    if header.end <= len(view):
        tables.append((header.end - header.sector - len(table), header.end))
    yield from regions(view, tables, partitions, sink)


def _header(view: memoryview) -> _Header | None:
    for sector in _SECTORS:
        if not stands(_MAGIC, view, sector) or not stands(b"\x55\xaa", view, 510):
            continue
        revision, size, checksum = fields("<III", view, sector + 8)
        if revision >> 16 != 1 or not 92 <= size <= sector:
            continue
        head = bytearray(span(view, sector, size))
        head[16:20] = bytes(4)
        here, there = fields("<QQ", view, sector + 24)
        table, entries, entry_size, of_table = fields("<QIII", view, sector + 72)
        if (
            zlib.crc32(head) == checksum
            and here == 1
            and 1 < there < 1 << 40
            and 2 <= table < 1 << 32
            and 0 < entries <= _MOST_ENTRIES
            and entry_size in (128, 256, 512)
        ):
            return _Header(sector, (there + 1) * sector, table * sector, entries, entry_size, of_table)
    return None


def _partitions(view: memoryview, header: _Header) -> list[Partition]:
    """The entries in use, by their place."""
    found = []
    for number in range(header.entries):
        try:
            entry = span(view, header.table + number * header.entry_size, 128)
        except FormatError:
            break
        if not any(entry[:16]):
            continue
        first, last = struct.unpack_from("<QQ", entry, 32)
        name = bytes(entry[56:128]).decode("utf-16-le", "replace").split("\0")[0]
        start, end = first * header.sector, (last + 1) * header.sector
        if header.table < start < end < 1 << 50:
            boots = entry[:16] == _BIOS_BOOT
            found.append(Partition(name or f"partition-{number + 1}", start, end - start, boots))
    return sorted(found, key=lambda partition: partition.start)


READER = Reader(
    name="gpt", magics=tuple(Magic(_MAGIC, sector) for sector in _SECTORS), claim=claim, open=open_gpt
)
