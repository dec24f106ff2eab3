"""ESP32 and ESP8266 images and the partition table of their flash: recognised, their code is kept.

Source: ESP-IDF, components/bootloader_support/include/esp_app_format.h; Partition Tables.
"""

from mamoru.language import Text
from mamoru.verification.firmware.gaps import HAND_IN
from mamoru.verification.firmware.reading import UNTIL_OPENED, Magic, Reader, fields

_SEGMENTS = range(1, 17)
_LEAST_ADDRESS, _MOST_ADDRESS = 0x3C000000, 0x60000000
_MOST = 16 << 20
_TABLE_BYTES = 0xC00
_ENTRY = 32


def claim_app(view: memoryview) -> int | None:
    """Header and segments, the checksum byte and the digest where one is appended."""
    magic, count, mode, _, entry = fields("<BBBBI", view, 0)
    if magic != 0xE9 or count not in _SEGMENTS or mode > 7 or not _LEAST_ADDRESS <= entry < _MOST_ADDRESS:
        return None
    has_digest = fields("<B", view, 23)[0] == 1
    position = 24
    for _ in range(count):
        address, size = fields("<II", view, position)
        if not _LEAST_ADDRESS <= address < _MOST_ADDRESS or size > _MOST:
            return None
        position += 8 + size
        if position > len(view):
            return position
    position = (position + 16) & ~15
    return position + (32 if has_digest else 0)


def claim_table(view: memoryview) -> int | None:
    """At least two entries in a row that lie in flash."""
    for number in range(2):
        magic, kind, _, offset, size = fields("<HBBII", view, number * _ENTRY)
        if magic != 0x50AA or kind > 0x7F or offset % 0x1000 or not 0 < size <= 1 << 28:
            return None
    return _TABLE_BYTES


def claim_8266(view: memoryview) -> int | None:
    """An image of the older chip, whose segments lie in its small memory."""
    magic, count, mode, _, entry = fields("<BBBBI", view, 0)
    address, size = fields("<II", view, 8)
    plausible = magic == 0xE9 and count in _SEGMENTS and mode <= 3 and entry >> 20 == 0x401
    return UNTIL_OPENED if plausible and 0 < size <= 1 << 20 and address >> 28 in (3, 4) else None


READERS = (
    Reader(
        name="esp32-app",
        magics=(Magic(b"\x32\x54\xcd\xab", 0x20),),
        claim=claim_app,
        keep=True,
        serious=False,
        instead=HAND_IN,
    ),
    Reader(
        name="esp32-image",
        magics=(Magic(b"\xe9"),),
        claim=claim_app,
        keep=True,
        serious=False,
        raw=False,
        instead=HAND_IN,
    ),
    Reader(
        name="esp8266-image",
        magics=(Magic(b"\xe9"),),
        claim=claim_8266,
        keep=True,
        serious=False,
        raw=False,
        instead=HAND_IN,
    ),
    Reader(
        name="esp32-partitions",
        magics=(Magic(b"\xaa\x50\0"), Magic(b"\xaa\x50\x01")),
        claim=claim_table,
        keep=True,
        serious=False,
        instead=HAND_IN,
        limits=Text("表だけで、区画の中身ではありません。", "The table only, not what the partitions hold."),
    ),
)
