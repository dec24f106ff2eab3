"""UBI devices and UBIFS volumes, written from the kernel's headers."""

import struct
import zlib
from collections.abc import Mapping, Sequence

from material.firmware import ROOT, File

BLOCK = 0x4000
LOGICAL = BLOCK - 128
_KINDS = {8: 0, 4: 1, 10: 2, 6: 3, 2: 4, 1: 5, 12: 6}


def _crc(data: bytes) -> int:
    return zlib.crc32(data) ^ 0xFFFFFFFF


def erase_block(content: bytes | None, *, volume: int = 0, number: int = 0, sequence: int = 1, copied: bool = False,
                kind: int = 1, crc: int | None = None, device: int = 77, block: int = BLOCK,
                page: int = 64) -> bytes:  # fmt: skip
    """An erase block with its two headers, each on a page of its own; free where there is no content."""
    head = b"UBI#\1\0\0\0" + struct.pack(">QIII", 1, page, 2 * page, device) + bytes(32)
    head = (head + struct.pack(">I", _crc(head))).ljust(page, b"\xff")
    if content is None:
        return head.ljust(block, b"\xff")
    crc = _crc(content) if crc is None else crc
    size = len(content) if kind == 2 or copied else 0
    vid = b"UBI!" + struct.pack(
        ">BBBBII4xIIII4xQ12x", 1, kind, copied, 0, volume, number, size, 0, 0, crc, sequence
    )
    vid = (vid + struct.pack(">I", _crc(vid))).ljust(page, b"\xff")
    return (head + vid + content).ljust(block, b"\xff")


def table(names: Sequence[str], *, reserved: int = 16) -> bytes:
    """The volume table."""
    out = b""
    for number in range(128):
        row = bytes(168)
        if number < len(names):
            name = names[number].encode()
            row = struct.pack(">IIIBBH128sB23x", reserved, 1, 0, 1, 0, len(name), name, 0)
        out += row + struct.pack(">I", _crc(row))
    return out[:LOGICAL]


def ubi(volumes: Mapping[str, bytes]) -> bytes:
    """A device of dynamic volumes, its blocks in a shuffled order."""
    rows = table(list(volumes))
    blocks = [erase_block(rows, volume=0x7FFFEFFF, number=n, device=77) for n in (0, 1)]
    for number, content in enumerate(volumes.values()):
        pieces = [content[at : at + LOGICAL] for at in range(0, len(content), LOGICAL)]
        blocks += [erase_block(piece, volume=number, number=n) for n, piece in enumerate(pieces)][::-1]
    return b"".join([*blocks, erase_block(None)])


def dump(content: bytes, *, page: int = 2048, spare: int = 64, pages: int = 64) -> bytes:
    """A device with one volume as a programmer reads it from NAND flash: spare bytes behind each page."""
    block, size = page * pages, page * (pages - 2)
    pieces = [content[at : at + size] for at in range(0, len(content), size)]
    rows = table(["rootfs"])[: size // 172 * 172]
    made = [erase_block(rows, volume=0x7FFFEFFF, number=n, block=block, page=page) for n in (0, 1)]
    made += [erase_block(piece, number=n, block=block, page=page) for n, piece in enumerate(pieces)]
    flat = b"".join([*made, erase_block(None, block=block, page=page)])
    behind = b"\xff" * (spare - 8) + b"\x17\xc7\x64\x87\x32\xc3\xd8\xb2"
    return b"".join(flat[at : at + page] + behind for at in range(0, len(flat), page))


class Ubifs:
    """A UBIFS whose nodes are put into the main area one after the other; `commit` writes the index over
    those so far, what comes later lies in the journal."""

    log, buds, index, main = 3, 4, 5, 6

    def __init__(self, *, block: int = LOGICAL, blocks: int = 10) -> None:
        self.block, self.sequence = block, 0
        self.blocks = [b""] * blocks
        self.keys: dict[tuple[int, int, int], tuple[int, int, int]] = {}
        self.here = self.main
        self._put(0, 6, struct.pack("<2xBBIIIIIQIIIIIIII", 0, 0, 0, 8, block, blocks, blocks, 0, 1, 1, 1, 1, 8, 0, 4, 0)
                  .ljust(4072, b"\0"))  # fmt: skip

    def _put(self, number: int, kind: int, body: bytes) -> tuple[int, int, int]:
        self.sequence += 1
        tail = struct.pack("<QIBBxx", self.sequence, 24 + len(body), kind, 0) + body
        node = b"\x31\x18\x10\x06" + struct.pack("<I", _crc(tail)) + tail
        at = len(self.blocks[number])
        self.blocks[number] += node + bytes(-len(node) % 8)
        assert len(self.blocks[number]) <= self.block
        return number, at, len(node)

    def node(self, key: tuple[int, int, int], kind: int, body: bytes) -> None:
        """A node of the main area, or of the journal after a commit."""
        if self.here != self.buds and len(self.blocks[self.here]) + len(body) + 64 > self.block:
            self.here += 1
        self.keys[key] = self._put(self.here, kind, body)

    def inode(self, number: int, file: File, *, size: int | None = None, flags: int = 0) -> None:
        """An inode; a link's target lies in it."""
        inline = file.content if file.mode >> 12 == 10 else b""
        body = (
            _key(number, 0, 0)
            + struct.pack("<QQ", 0, len(file.content) if size is None else size)
            + bytes(36)
        )
        body += struct.pack(
            "<IIIIIIII4xIH26x", 1, file.uid, file.gid, file.mode, flags, len(inline), 0, 0, 0, 0
        )
        self.node((number, 0, 0), 0, body + inline)

    def name(self, parent: int, name: bytes, to: int, mode: int = 0o100644) -> None:
        """A directory entry; to 0 it takes the name away."""
        digest = zlib.crc32(name) & 0x1FFFFFFF
        body = (
            _key(parent, 2, digest)
            + struct.pack("<QxBHI", to, _KINDS[mode >> 12], len(name), 0)
            + name
            + b"\0"
        )
        self.node((parent, 2, digest), 2, body)

    def data(self, inode: int, block: int, content: bytes, *, kind: int = 0) -> None:
        """A block of a file."""
        squeeze = zlib.compressobj(wbits=-15)
        packed = squeeze.compress(content) + squeeze.flush() if kind == 2 else content
        self.node(
            (inode, 1, block), 1, _key(inode, 1, block) + struct.pack("<IHH", len(content), kind, 0) + packed
        )

    def truncate(self, inode: int, old: int, new: int) -> None:
        """A truncation, which only a journal holds."""
        self.node((inode, 4, 0), 4, struct.pack("<I12xQQ", inode, old, new))

    def commit(self) -> None:
        """Index, masters and log; further nodes go to the journal."""
        rows = b"".join(struct.pack("<III", *at) + _key(*key)[:8] for key, at in sorted(self.keys.items()))
        half = len(self.keys) // 2
        low = self._put(self.index, 9, struct.pack("<HH", half, 0) + rows[: 20 * half])
        high = self._put(self.index, 9, struct.pack("<HH", len(self.keys) - half, 0) + rows[20 * half :])
        first = b"".join(struct.pack("<III", *at) + bytes(8) for at in (low, high))
        root = self._put(self.index, 9, struct.pack("<HH", 2, 1) + first)
        for number in (1, 2):
            body = struct.pack("<QQIIIII", 9999, 5, 0, self.log, *root)
            self._put(number, 7, body.ljust(488, b"\0"))
        self._put(self.log, 10, struct.pack("<Q", 5))
        self._put(self.log, 8, struct.pack("<III28x", self.buds, 0, 1))
        self.here = self.buds

    def image(self) -> bytes:
        """All blocks."""
        return b"".join(block.ljust(self.block, b"\xff") for block in self.blocks)


def _key(inode: int, kind: int, rest: int) -> bytes:
    return struct.pack("<II8x", inode, kind << 29 | rest)


def filled(tree: Mapping[str, File] = ROOT) -> Ubifs:
    """A UBIFS of the tree, committed."""
    made, inodes = Ubifs(), {"": 1}
    made.inode(1, File(b"", 0o040755))
    for number, (name, file) in enumerate(tree.items(), 65):
        inodes[name] = number
        parent, _, last = name.rpartition("/")
        made.inode(number, file)
        made.name(inodes[parent], last.encode(), number, file.mode)
        if file.mode >> 12 == 8:
            for block, at in enumerate(range(0, len(file.content), 4096)):
                made.data(number, block, file.content[at : at + 4096], kind=2)
    made.commit()
    return made
