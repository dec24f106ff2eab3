"""Disks with a master boot record, its logical partitions too.

Source: UEFI Specification 2.10, 5.2.1 (the record); the chain of extended records as every system has it.
"""

from collections.abc import Iterator

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.opening.disks import Partition, apart, regions
from mamoru.verification.firmware.reading.reader import Magic, Note, Reader, Sink, Yielded, fields, stands

_SECTOR = 512
_MARK = b"\x55\xaa"
_EXTENDED = (0x05, 0x0F, 0x85)
_PROTECTIVE = 0xEE
_BOOT_CODE = (0xA2,)  # the preloader of SoC FPGAs
_KINDS = frozenset(  # what systems and tools write; with a mark of two bytes all else must be right
    b"\x01\x04\x05\x06\x07\x0b\x0c\x0e\x0f\x11\x14\x16\x17\x1b\x1c\x1e\x27\x42\x48\x4d\x4e\x4f\x63"
    b"\x80\x81\x82\x83\x85\x8e\x93\x9f\xa0\xa2\xa5\xa6\xa8\xa9\xab\xaf\xb7\xbe\xbf\xc0\xda\xde\xdf\xe8\xea\xeb"
    b"\xee\xef\xf0\xf2\xfb\xfc\xfd"
)
_MOST_LOGICAL = 64
_Row = tuple[int, int, int]  # kind, first sector, sectors


def claim(view: memoryview) -> int | None:
    """Up to the end of the last partition, as far as the disk is there."""
    rows = _rows(view, 0)
    if rows is None or stands(b"EFI PART", view, 512) or stands(b"EFI PART", view, 4096):
        return None
    partitions = [_partition(number, row) for number, row in enumerate(rows, 1) if row[0]]
    if not partitions or not apart(partitions) or any(row[0] == _PROTECTIVE for row in rows):
        return None
    if min(partition.start for partition in partitions) >= len(view):
        return None
    return min(max(partition.end for partition in partitions), len(view))


def open_mbr(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """The partitions, each to be scanned, and what lies between them."""
    rows = _rows(view, 0)
    if rows is None:
        raise FormatError(446, "no partition table")
    tables, partitions = [(0, _SECTOR)], []
    for number, row in enumerate(rows, 1):
        if row[0] in _EXTENDED:
            for at, logical in _logical(view, row[1]):
                tables.append((at, at + _SECTOR))
                partitions.append(_partition(4 + len(tables) - 1, logical))
        elif row[0]:
            partitions.append(_partition(number, row))
    kinds = ", ".join(f"{number}: {row[0]:#04x}" for number, row in enumerate(rows, 1) if row[0])
    yield Note(Text(f"パーティション {kinds}", f"partitions {kinds}"))
    yield from regions(view, tables, partitions, sink)


def _rows(view: memoryview, at: int) -> list[_Row] | None:
    """The four rows of a record, or None where they cannot be such."""
    if not stands(_MARK, view, at + 510):
        return None
    rows = []
    for position in range(at + 446, at + 510, 16):
        flag, kind = fields("<BxxxB", view, position)
        start, count = fields("<II", view, position + 8)
        used = bool(kind and start and count)
        if flag not in (0, 0x80) or not (used or (flag, kind, start, count) == (0, 0, 0, 0)):
            return None
        if used and kind not in _KINDS:
            return None
        rows.append((kind, start, count))
    return rows


def _logical(view: memoryview, extended: int) -> Iterator[tuple[int, _Row]]:
    """The logical partitions: each record has one, and leads to the next record."""
    here, seen = extended, set[int]()
    while here not in seen and len(seen) < _MOST_LOGICAL:
        seen.add(here)
        try:
            rows = _rows(view, here * _SECTOR)
        except FormatError:
            return
        if rows is None:
            return
        for kind, start, count in rows[:1]:
            if kind and kind not in _EXTENDED:
                yield here * _SECTOR, (kind, here + start, count)
        if rows[1][0] not in _EXTENDED:
            return
        here = extended + rows[1][1]


def _partition(number: int, row: _Row) -> Partition:
    return Partition(f"partition-{number}", row[1] * _SECTOR, row[2] * _SECTOR, row[0] in _BOOT_CODE)


READER = Reader(name="mbr", magics=(Magic(_MARK, 510),), claim=claim, open=open_mbr)
