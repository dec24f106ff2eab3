"""A whole ESP32 flash (a dump, or what `esptool merge-bin` writes): boot loader, table, partitions.

Source: ESP-IDF, Partition Tables, "Built-in Partition Tables"; Over The Air Updates, "OTA Data
Partition"; Flash Encryption.
"""

import zlib
from collections.abc import Iterator

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.opening.gaps import UNENCRYPTED
from mamoru.verification.firmware.opening.leftovers import entropy
from mamoru.verification.firmware.readers.esp_partitions import (
    APP,
    DATA,
    Partition,
    Table,
    rows_told,
    table,
)
from mamoru.verification.firmware.reading.reader import (
    Flaw,
    Inner,
    Magic,
    Note,
    Reader,
    Sink,
    Yielded,
    fields,
)

_USUAL = 0x8000
_PLACES = (_USUAL, 0x7000, 0x6000, 0x9000, 0xA000, 0xC000, 0xD000, 0xE000, 0xF000, 0x10000)
_LOADERS = (0, 0x1000, 0x2000)
_IMAGE = b"\xe9"
_SECTOR = 0x1000
_OTA_DATA = 0
_SAMPLE = 64 << 10
_RANDOM, _LEAST_RANDOM = 7.5, 4096
_SEALED = Text(
    "アプリ区画 {name} が暗号化されています(フラッシュ暗号化、乱雑さ {bits:.2f} ビット/バイト)。",
    "The app partition {name} is encrypted (flash encryption, entropy {bits:.2f} bits a byte).",
)


def _found(view: memoryview) -> tuple[int, int, Table] | None:
    """Where the table lies, how far the image's start lies into the flash, and the table."""
    for place in _PLACES:
        if bytes(view[place : place + 2]) != b"\xaa\x50" or (found := table(view, place)) is None:
            continue
        # What is written for an address beyond 0 begins where the boot loader does.
        skipped = max(_USUAL - place, 0)
        apps = [row.offset - skipped for row in found.partitions if row.kind == APP]
        has_app = any(at > place and _is_image(view, at) for at in apps)
        has_loader = place + skipped == _USUAL and any(_is_image(view, at - skipped) for at in _LOADERS)
        if has_app or has_loader or (place == _USUAL and found.checksum_good):
            return place, skipped, found
    return None


def _is_image(view: memoryview, at: int) -> bool:
    head = bytes(view[at : at + 2]) if at >= 0 else b""
    return head[:1] == _IMAGE and 1 <= head[-1] <= 16


def _is_blank(view: memoryview) -> bool:
    return all(not bytes(view[at : at + _SAMPLE]).strip(b"\xff") for at in range(0, len(view), _SAMPLE))


def claim(view: memoryview) -> int | None:
    """Up to the end of the last partition, or of what is there: erased flash is often left out."""
    flash = _found(view)
    if flash is None:
        return None
    _, skipped, found = flash
    end = max(row.offset + row.size for row in found.partitions) - skipped
    return min(max(end, found.end), len(view))


def open_flash(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Boot loader, table and partitions, each to be scanned again."""
    sink.look()
    flash = _found(view)
    if flash is None:
        raise FormatError(0, "no partition table where one must be")
    place, skipped, found = flash
    yield Note(_told(view, skipped, found))
    loader = next((at for at in range(0, place, _SECTOR) if bytes(view[at : at + 1]) == _IMAGE), 0)
    yield from _plain(view, None, 0, loader)
    yield from _plain(view, "bootloader", loader, place)
    rows = sorted(found.partitions, key=lambda row: row.offset)
    position = max(found.end, min(place + _SECTOR, max(rows[0].offset - skipped, place), len(view)))
    yield Inner(start=place, size=position - place)
    for row in rows:
        start = max(row.offset - skipped, position)  # rows may overlap, or lie in the table
        end = min(row.offset - skipped + row.size, len(view))
        yield from _plain(view, None, position, min(start, len(view)))
        if end > start:
            yield from _opened(view, row, start, end)
        position = max(position, end)
    yield from _plain(view, None, position, len(view))


def _plain(view: memoryview, name: str | None, start: int, end: int) -> Iterator[Inner]:
    """What lies there, unless it is erased."""
    if end > start and not _is_blank(view[start:end]):
        yield Inner(name=name, start=start, size=end - start)


def _opened(view: memoryview, row: Partition, start: int, end: int) -> Iterator[Yielded]:
    """One partition: to be scanned again, or a serious gap where an app is encrypted."""
    if row.kind == APP and bytes(view[start : start + 1]) != _IMAGE:
        sample = view[start : min(start + _SAMPLE, end)]
        bits = entropy(sample)
        if bits > _RANDOM and len(sample) >= _LEAST_RANDOM:
            why = _SEALED.fill(name=row.name, bits=bits)
            yield Flaw(start=start, size=end - start, why=why, instead=UNENCRYPTED)
            return
    yield from _plain(view, row.name or row.use, start, end)


def _told(view: memoryview, skipped: int, found: Table) -> Text:
    rows = rows_told(found)
    boots = _booted(view, skipped, found)
    if boots is None:
        return rows
    return Text(f"{rows.ja}。起動: {boots}", f"{rows.en}; boots {boots}")


def _booted(view: memoryview, skipped: int, found: Table) -> str | None:
    """Which slot the OTA data select: that of the higher sequence number whose CRC fits."""
    slots = sum(row.kind == APP and row.use.startswith("ota_") for row in found.partitions)
    data = next((row for row in found.partitions if (row.kind, row.subtype) == (DATA, _OTA_DATA)), None)
    if data is None or not slots:
        return None
    numbers = []
    for at in (data.offset - skipped, data.offset - skipped + _SECTOR):
        try:
            (number,), (crc,) = fields("<I", view, at), fields("<I", view, at + 28)
        except FormatError:
            continue
        if number not in (0, 0xFFFFFFFF) and zlib.crc32(number.to_bytes(4, "little"), 0xFFFFFFFF) == crc:
            numbers.append(number)
    return f"ota_{(max(numbers) - 1) % slots}" if numbers else None


READER = Reader(
    name="esp32-flash",
    magics=tuple(Magic(b"\xaa\x50" + kind, place) for place in _PLACES for kind in (b"\0", b"\x01")),
    claim=claim,
    open=open_flash,
    archive=True,
    limits=Text(
        "区画の表は標準の位置(0x8000 など)で探します。NVS は開きません。",
        "The table is looked for at the usual offsets (0x8000 and others). NVS is not opened.",
    ),
)
