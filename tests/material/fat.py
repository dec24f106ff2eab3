"""A small FAT12 written from its document."""

import struct
from collections.abc import Mapping

from material.firmware import PASSWD, File, folder

SECTOR = 512
_TABLE, _ROOT, _DATA = 1, 2, 4  # sectors: one table, a root directory of two
TREE: dict[str, File] = {
    "etc": folder(),
    "etc/passwd": File(PASSWD),
    "A long name, まもる.txt": File(b"long\n" * 300),
    "SHORT.TXT": File(b"short"),
}


def fat(tree: Mapping[str, File] = TREE, *, sectors: int = 96) -> bytes:
    """A file system whose files lie one after the other; names that are no short ones get a long one."""
    out, table = bytearray(sectors * SECTOR), [0xFF8, 0xFFF]
    places: dict[str, tuple[int, int]] = {}

    def put(name: str, content: bytes) -> None:
        count = max(-(-len(content) // SECTOR), 1)
        first = len(table)
        table.extend([*range(first + 1, first + count), 0xFFF])
        at = (_DATA + first - 2) * SECTOR
        out[at : at + len(content)] = content
        places[name] = first, len(content)

    for name, file in tree.items():
        if file.mode >> 12 == 8:
            put(name, file.content)
    for name in sorted((n for n in tree if tree[n].mode >> 12 == 4), key=len, reverse=True):
        put(name, _entries(tree, name, places))
    root = _entries(tree, "", places)
    out[_ROOT * SECTOR : _ROOT * SECTOR + len(root)] = root
    packed = table + [0] * (len(table) % 2)
    for number in range(0, len(packed), 2):
        word = packed[number] | packed[number + 1] << 12
        at = _TABLE * SECTOR + number * 3 // 2
        out[at : at + 3] = word.to_bytes(3, "little")
    boot = b"\xeb\x3c\x90mamoru  " + struct.pack(
        "<HBHBHHBHHHII", SECTOR, 1, 1, 1, 32, sectors, 0xF8, 1, 32, 2, 0, 0
    )
    boot += struct.pack("<BBBI", 0x80, 0, 0x29, 7) + b"ACME       FAT12   "
    out[: len(boot)] = boot
    out[510:512] = b"\x55\xaa"
    return bytes(out)


def _entries(tree: Mapping[str, File], above: str, places: Mapping[str, tuple[int, int]]) -> bytes:
    out = b""
    for number, name in enumerate(n for n in tree if n.rpartition("/")[0] == above):
        last = name.rpartition("/")[2]
        base, _, end = last.partition(".")
        short = (base.ljust(8) + end.ljust(3)).upper().encode() if last.isascii() and len(base) <= 8 else None
        if short is None or last != last.upper():
            short = short or b"LONG~%d  TXT" % number
            out += _long(last, short)
        first, size = places[name]
        is_folder = tree[name].mode >> 12 == 4
        out += short + struct.pack(
            "<B8xH4xHI", 0x10 if is_folder else 0x20, 0, first, 0 if is_folder else size
        )
    return out


def _long(name: str, short: bytes) -> bytes:
    check = 0
    for value in short:
        check = ((check >> 1 | check << 7) + value) & 0xFF
    raw = name.encode("utf-16-le") + b"\0\0"
    raw += b"\xff" * (-len(raw) % 26) if len(raw) % 26 else b""
    parts = [raw[at : at + 26] for at in range(0, len(raw), 26)]
    out = b""
    for number, part in reversed(list(enumerate(parts, 1))):
        order = number | (0x40 if number == len(parts) else 0)
        out += bytes([order]) + part[:10] + bytes([0x0F, 0, check]) + part[10:22] + b"\0\0" + part[22:]
    return out
