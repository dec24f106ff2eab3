"""A JFFS2 file system as it lies in flash: little-endian nodes, contents plain or by zlib.

Source: Linux, include/uapi/linux/jffs2.h; the checksum is CRC-32 without inversion at start and end.
"""

import stat
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping

import msgspec

ERASE_BLOCK_BYTES = 0x10000
_PAGE = 4096  # the most contents that one node holds
_MAGIC = 0x1985
_DIRENT, _INODE, _CLEAN = 0xE001, 0xE002, 0x2003
_NO_COMPRESSION, _ZLIB = 0, 6
_ROOT = 1
_TYPES = {stat.S_IFDIR: 4, stat.S_IFREG: 8}


class Node(msgspec.Struct, frozen=True):
    """A file (`data`) or a directory (`data` None) at an absolute `path` with permission bits `mode`."""

    path: str
    mode: int
    data: bytes | None = None


def jffs2(nodes: Iterable[Node], *, size: int, time: int) -> bytes:
    """A file system of `size` bytes (a multiple of the erase block); ValueError where it does not fit.

    Every directory must come before what lies in it.
    """
    image = bytearray()
    for raw in _raw_nodes(nodes, time):
        left = -len(image) % ERASE_BLOCK_BYTES
        if left < len(raw):
            image += b"\xff" * left
        if len(image) % ERASE_BLOCK_BYTES == 0:
            image += _head(_CLEAN, 12)
        image += raw + b"\xff" * (-len(raw) % 4)
    if len(image) > size:
        raise ValueError(f"{len(image)} bytes do not fit into {size}")
    for block in range(len(image) + -len(image) % ERASE_BLOCK_BYTES, size, ERASE_BLOCK_BYTES):
        image += b"\xff" * (block - len(image)) + _head(_CLEAN, 12)
    return bytes(image) + b"\xff" * (size - len(image))


def _raw_nodes(nodes: Iterable[Node], time: int) -> Iterator[bytes]:
    numbers = {"": _ROOT}
    versions: dict[int, int] = {}
    for inode, node in enumerate(nodes, start=_ROOT + 1):
        folder, _, name = node.path.rpartition("/")
        parent = numbers[folder]
        numbers[node.path] = inode
        versions[parent] = versions.get(parent, 0) + 1
        kind = stat.S_IFDIR if node.data is None else stat.S_IFREG
        yield from _inode(inode, kind | node.mode, node.data or b"", time)
        yield _dirent(parent, versions[parent], inode, _TYPES[kind], name.encode(), time)


def _dirent(parent: int, version: int, inode: int, kind: int, name: bytes, time: int) -> bytes:
    fixed = struct.pack("<IIIIBB2x", parent, version, inode, time, len(name), kind)
    head = _head(_DIRENT, 40 + len(name))
    return head + fixed + struct.pack("<II", _crc(head + fixed), _crc(name)) + name


def _inode(inode: int, mode: int, data: bytes, time: int) -> Iterator[bytes]:
    for version, offset in enumerate(range(0, len(data) or 1, _PAGE), start=1):
        page = data[offset : offset + _PAGE]
        packed = zlib.compress(page, 9)
        compression = _ZLIB if len(packed) < len(page) else _NO_COMPRESSION
        stored = packed if compression == _ZLIB else page
        fixed = struct.pack(
            "<IIIHHIIIIIIIBBH",
            inode, version, mode, 0, 0, len(data), time, time, time,
            offset, len(stored), len(page), compression, 0, 0,
        )  # fmt: skip
        head = _head(_INODE, 68 + len(stored))
        yield head + fixed + struct.pack("<II", _crc(stored), _crc(head + fixed)) + stored


def _head(kind: int, total: int) -> bytes:
    start = struct.pack("<HHI", _MAGIC, kind, total)
    return start + struct.pack("<I", _crc(start))


def _crc(data: bytes) -> int:
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF


def as_nodes(files: Mapping[str, tuple[int, bytes]]) -> Iterator[Node]:
    """Nodes for `files` (path -> mode and contents), with the directories that they lie in."""
    made: set[str] = set()
    for path, (mode, data) in sorted(files.items()):
        steps = path.split("/")[1:-1]
        for depth in range(1, len(steps) + 1):
            folder = "/" + "/".join(steps[:depth])
            if folder not in made:
                made.add(folder)
                yield Node(folder, 0o755)
        yield Node(path, mode, data)
