"""An EROFS written from the kernel's header: contents inline, or packed with one piece a file."""

import lzma
import struct
import zlib
from collections.abc import Callable, Mapping

import lz4.block

from material.firmware import ROOT, File, folder

BLOCK = 4096
_SLOTS = 8  # of 32 bytes, for each inode
_KINDS = {8: 1, 4: 2, 2: 3, 6: 4, 1: 5, 12: 6, 10: 7}


def micro_lzma(content: bytes) -> bytes:
    """LZMA data whose first byte is the complement of the parameters."""
    filters = [{"id": lzma.FILTER_LZMA1, "lc": 3, "lp": 0, "pb": 2, "dict_size": 1 << 16}]
    raw = lzma.compress(content, lzma.FORMAT_RAW, filters=filters)
    return bytes([0x5D ^ 0xFF]) + raw[1:]


def _deflate(content: bytes) -> bytes:
    squeeze = zlib.compressobj(wbits=-15)
    return squeeze.compress(content) + squeeze.flush()


PACKERS: dict[str, tuple[int, Callable[[bytes], bytes]]] = {
    "lz4": (0, lambda content: lz4.block.compress(content, store_size=False)),
    "lzma": (1, micro_lzma),
    "deflate": (2, _deflate),
}


def erofs(tree: Mapping[str, File] = ROOT, *, packing: str | None = None, incompatible: int = 1) -> bytes:
    """A file system of the tree; with `packing` each file is one piece in one block, a full index."""
    names = ["", *tree]
    numbers = {name: number * _SLOTS for number, name in enumerate(names)}
    metadata = bytearray(-(-len(names) * _SLOTS * 32 // BLOCK) * BLOCK)
    first, data = 1 + len(metadata) // BLOCK, b""

    def put(content: bytes) -> int:
        nonlocal data
        block = first + len(data) // BLOCK
        data += content + bytes(-len(content) % BLOCK)
        return block

    for name in names:
        file = tree.get(name, folder())
        content, layout, word, tail = file.content, 2, 0, b""
        if file.mode >> 12 == 4:
            content = _listing({n: tree[n] for n in tree if n.rpartition("/")[0] == name and n}, numbers)
        if file.mode >> 12 in (2, 6):
            layout, word = 0, 0x0501
        elif packing and file.mode >> 12 == 8 and content:
            method, pack = PACKERS[packing]
            packed, clusters = pack(content), -(-len(content) // BLOCK)
            assert len(packed) <= BLOCK
            block = put(packed.rjust(BLOCK, b"\0"))
            tail = struct.pack("<IHBB8x", 0, 0, method, 0) + struct.pack("<HHI", 1, 0, block)
            tail += b"".join(struct.pack("<HHHH", 2, 0, n, clusters - n) for n in range(1, clusters))
            layout = 1
        elif len(content) > 64 or layout == 0:
            layout, word = 0, put(content)
        else:
            tail = content
        head = struct.pack(
            "<HHHHQIIII", 1 | layout << 1, 0, file.mode, 0, len(content), word, 1, file.uid, file.gid
        )
        at = numbers[name] * 32
        whole = head.ljust(64, b"\0") + tail
        assert len(whole) <= _SLOTS * 32
        metadata[at : at + len(whole)] = whole
    blocks = first + len(data) // BLOCK
    sb = struct.pack("<IIIBBHQQIIII", 0xE0F5E1E2, 0, 0, 12, 0, 0, len(names), 0, 0, blocks, 1, 0)
    sb += bytes(16) + b"acme".ljust(16, b"\0") + struct.pack("<I", incompatible)
    return (bytes(1024) + sb).ljust(BLOCK, b"\0") + bytes(metadata) + data


def _listing(below: Mapping[str, File], numbers: Mapping[str, int]) -> bytes:
    rows = {".": (0, 2), "..": (0, 2)} | {
        name.rpartition("/")[2]: (numbers[name], _KINDS[file.mode >> 12]) for name, file in below.items()
    }
    place, head, names = 12 * len(rows), b"", b""
    for name, (number, kind) in sorted(rows.items()):
        head += struct.pack("<QHBx", number, place + len(names), kind)
        names += name.encode()
    return head + names
