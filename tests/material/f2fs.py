"""An F2FS written from its document: one checkpoint, inline directories, contents inline or in blocks."""

import struct
import zlib
from collections.abc import Mapping

from material.firmware import ROOT, File

_BLOCK = 4096
_CHECKPOINT, _SIT, _NAT, _SSA, _MAIN, _BLOCKS = 2, 6, 8, 10, 12, 48
_ROOM = 4 * (923 - 50 - 1)
_ROOT_NODE = 3


def _checkpoint(version: int = 7) -> bytes:
    """First and last block of a pack of three, with an empty journal between them."""
    head = struct.pack("<QQQ", version, 100, 10).ljust(132, b"\0") + struct.pack("<III", 0x5, 3, 1)
    head = head.ljust(156, b"\0") + struct.pack("<III", 64, 64, 4092)
    head = head.ljust(4092, b"\0")
    block = head + struct.pack("<I", zlib.crc32(head, 0xF2F52010 ^ 0xFFFFFFFF) ^ 0xFFFFFFFF)
    return block + bytes(_BLOCK) + block


def _names(entries: list[tuple[bytes, int]]) -> bytes:
    """An inline directory."""
    count = _ROOM * 8 // (19 * 8 + 1)
    bitmap = bytearray(-(-count // 8))
    table, names, slot = bytearray(11 * count), bytearray(8 * count), 0
    for name, number in entries:
        struct.pack_into("<IIHB", table, slot * 11, 0, number, len(name), 1)
        names[slot * 8 : slot * 8 + len(name)] = name
        for _ in range(-(-len(name) // 8)):
            bitmap[slot >> 3] |= 1 << (slot & 7)
            slot += 1
    reserved = _ROOM - 19 * count - len(bitmap)
    return bytes(bitmap) + bytes(reserved) + bytes(table) + bytes(names)


def _inode(number: int, file: File, flags: int, size: int, area: bytes) -> bytes:
    head = struct.pack("<HBBIIIQ", file.mode, 0, flags, file.uid, file.gid, 1, size).ljust(360, b"\0")
    return (head + area).ljust(4072, b"\0") + struct.pack("<III", number, number, 0).ljust(24, b"\0")


def f2fs(tree: Mapping[str, File] = ROOT, *, loop: str | None = None) -> bytes:
    """The tree; `loop` names a directory that leads back to the root."""
    numbers = {"": _ROOT_NODE} | {name: number for number, name in enumerate(tree, 10)}
    if loop is not None:
        numbers[loop] = _ROOT_NODE
    out = bytearray(_BLOCKS * _BLOCK)
    nat, free = bytearray(_BLOCK), _MAIN

    def place(content: bytes) -> int:
        nonlocal free
        out[free * _BLOCK : free * _BLOCK + len(content)] = content
        free += 1
        return free - 1

    for name, number in numbers.items():
        file = tree.get(name, File(mode=0o040755))
        if file.mode >> 12 == 4:
            within = [child for child in tree if child.rpartition("/")[0] == name]
            listing = _names([(child.rpartition("/")[2].encode(), numbers[child]) for child in within])
            block = _inode(number, file, 0x05, _BLOCK, bytes(4) + listing)
        elif len(file.content) <= 200:
            block = _inode(number, file, 0x03, len(file.content), bytes(4) + file.content)
        else:
            pieces = [file.content[at : at + _BLOCK] for at in range(0, len(file.content), _BLOCK)]
            places = b"".join(struct.pack("<I", place(piece)) for piece in pieces)
            block = _inode(number, file, 0x01, len(file.content), places)
        if name != loop:
            struct.pack_into("<BII", nat, number * 9, 0, number, place(block))
    head = struct.pack("<IHHIIII", 0xF2F52010, 1, 16, 9, 3, 12, 9).ljust(36, b"\0") + struct.pack(
        "<Q", _BLOCKS
    )
    head = head.ljust(76, b"\0") + struct.pack("<6I", _CHECKPOINT, _SIT, _NAT, _SSA, _MAIN, _ROOT_NODE)
    out[0x400 : 0x400 + len(head)] = head
    out[_CHECKPOINT * _BLOCK : (_CHECKPOINT + 3) * _BLOCK] = _checkpoint()
    out[_NAT * _BLOCK : (_NAT + 1) * _BLOCK] = nat
    return bytes(out)
