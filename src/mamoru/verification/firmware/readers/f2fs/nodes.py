"""The nodes of an F2FS: which checkpoint holds, where each node lies, what an inode says.

Source: the Linux kernel, include/linux/f2fs_fs.h, fs/f2fs/{checkpoint,node,segment}.c.
"""

import zlib
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.verification.firmware.reading.reader import Sink, fields, span

BLOCK = 4096
_MAGIC = 0xF2F52010
_FLEXIBLE = 0x40  # feature: inline attributes of any size
_UMOUNT, _COMPACT, _LARGE_BITMAP = 0x1, 0x4, 0x400
_NAT_IN_BLOCK, _NAT_ENTRY, _NAT_JOURNAL = 455, 9, 13
_JOURNAL_AT = 512 * 7
_MOST_JOURNAL = 38
_ADDRESSES, _ADDRESSES_AT, _NODES_AT = 923, 360, 4052
_IN_NODE = 1018
_XATTR, _DATA, _NAMES, _EXTRA = 0x01, 0x02, 0x04, 0x20
_ENCRYPTED = 0x04
_HOLES = (0, 0xFFFFFFFF)
_COMPRESSED = 0xFFFFFFFE
_ZERO = bytes(BLOCK)


class Super(msgspec.Struct, frozen=True, kw_only=True):
    """What the superblock says; addresses count in blocks of 4096 bytes."""

    segment_blocks: int
    blocks: int
    checkpoint: int
    nat: int
    main: int
    root: int
    features: int
    payload: int


class Inode(msgspec.Struct, frozen=True, kw_only=True):
    """An inode. `inline` are the contents, `inline_names` the directory's table, where they lie in it."""

    number: int
    mode: int
    uid: int
    gid: int
    size: int
    encrypted: bool
    inline: memoryview | None
    inline_names: memoryview | None
    addresses: tuple[int, ...]
    nodes: tuple[int, ...]


def super_block(view: memoryview) -> Super | None:
    """The superblock at 0x400, None where it is none."""
    magic, major, _, _, _, block, segment = fields("<IHHIIII", view, 0x400)
    (blocks,) = fields("<Q", view, 0x400 + 36)
    checkpoint, sit, nat, ssa, main, root = fields("<6I", view, 0x400 + 76)
    (payload,) = fields("<I", view, 0x400 + 1664)
    (features,) = fields("<I", view, 0x400 + 2180)
    sane = magic == _MAGIC and major == 1 and block == 12 and segment == 9 and blocks < 1 << 32
    if not sane or not 0 < checkpoint < sit < nat < ssa < main < blocks or not root or payload > 64:
        return None
    return Super(
        segment_blocks=1 << segment,
        blocks=blocks,
        checkpoint=checkpoint,
        nat=nat,
        main=main,
        root=root,
        features=features,
        payload=payload,
    )


class Nodes:
    """Access to nodes by number, and to contents by inode."""

    def __init__(self, view: memoryview, found: Super) -> None:
        self._view, self._super = view, found
        packs = [
            pack
            for start in (found.checkpoint, found.checkpoint + found.segment_blocks)
            if (pack := self._pack(start)) is not None
        ]
        if not packs:
            raise FormatError(min(found.checkpoint * BLOCK, len(view)), "no checkpoint that holds")
        _, start = max(packs)
        self._bitmap = self._versions(start)
        self._journal = self._journalled(start)

    def _block(self, address: int) -> memoryview:
        if address >= self._super.blocks:
            raise FormatError(0, f"block {address} of {self._super.blocks}")
        return span(self._view, address * BLOCK, BLOCK)

    def _pack(self, start: int) -> tuple[int, int] | None:
        """Version and start of a checkpoint pack whose first and last block agree."""
        try:
            first = self._block(start)
            (version,) = fields("<Q", first, 0)
            (total,) = fields("<I", first, 136)
            last = self._block(start + total - 1)
        except FormatError:
            return None
        if not 2 <= total <= 2 * self._super.segment_blocks or not _holds(first) or not _holds(last):
            return None
        return (version, start) if fields("<Q", last, 0)[0] == version else None

    def _versions(self, start: int) -> memoryview:
        """The bitmap of which copy of each block of the node table counts."""
        first = self._block(start)
        flags, sit, nat = fields("<I", first, 132)[0], *fields("<II", first, 156)
        begin = 192
        if flags & _LARGE_BITMAP:
            begin += 4
        elif not self._super.payload:
            begin += sit
        return span(first, begin, min(nat, BLOCK - begin) if begin < BLOCK else 0)

    def _journalled(self, start: int) -> dict[int, int]:
        """Nodes whose place is only told in the summary of the checkpoint."""
        first = self._block(start)
        flags, total, summary = fields("<III", first, 132)
        if flags & _COMPACT:
            journal = self._block(start + summary)
        else:
            journal = self._block(start + total - (7 if flags & _UMOUNT else 4))[_JOURNAL_AT:]
        (count,) = fields("<H", journal, 0)
        found: dict[int, int] = {}
        for number in range(min(count, _MOST_JOURNAL)):
            node, _, _, address = fields("<IBII", journal, 2 + number * _NAT_JOURNAL)
            found[node] = address
        return found

    def _node(self, number: int) -> memoryview:
        """The block of a node."""
        address = self._journal.get(number)
        if address is None:
            place, entry = divmod(number, _NAT_IN_BLOCK)
            per = self._super.segment_blocks
            at = self._super.nat + (place // per) * per * 2 + place % per
            if place >> 3 < len(self._bitmap) and self._bitmap[place >> 3] >> (7 - (place & 7)) & 1:
                at += per
            _, _, address = fields("<BII", self._block(at), entry * _NAT_ENTRY)
        if address < self._super.main:
            raise FormatError(0, f"node {number} has no place")
        block = self._block(address)
        if fields("<I", block, 4072)[0] != number:
            raise FormatError(address * BLOCK, f"a node that is not number {number}")
        return block

    def inode(self, number: int) -> Inode:
        """The inode of that number."""
        block = self._node(number)
        mode, advice, inline, uid, gid, _, size = fields("<HBBIIIQ", block, 0)
        extra_bytes, xattr = fields("<HH", block, _ADDRESSES_AT) if inline & _EXTRA else (0, 0)
        extra = extra_bytes // 4
        if not (inline & _EXTRA and self._super.features & _FLEXIBLE):
            xattr = 50 if inline & (_XATTR | _NAMES) else 0
        room = _ADDRESSES - extra - xattr
        if room <= 1:
            raise FormatError(0, f"inode {number} without room for contents")
        begin = _ADDRESSES_AT + 4 * (extra + 1)
        area = block[begin : begin + 4 * (room - 1)]
        return Inode(
            number=number,
            mode=mode,
            uid=uid,
            gid=gid,
            size=size,
            encrypted=bool(advice & _ENCRYPTED),
            inline=area if inline & _DATA else None,
            inline_names=area if inline & _NAMES else None,
            addresses=fields(f"<{room}I", block, _ADDRESSES_AT + 4 * extra),
            nodes=fields("<5I", block, _NODES_AT),
        )

    def contents(self, inode: Inode, most: int, sink: Sink) -> Iterator[memoryview | bytes]:
        """The contents, block by block, at most `most` bytes."""
        left = min(inode.size, most)
        if left > self._super.blocks * BLOCK:
            raise FormatError(0, f"a file of {inode.size} bytes in {self._super.blocks} blocks")
        if inode.inline is not None:
            yield inode.inline[:left]
            return
        for number, address in enumerate(self._addresses(inode)):
            if left <= 0:
                return
            if number % 256 == 0:
                sink.look()
            if address == _COMPRESSED:
                raise FormatError(0, "a compressed file")
            piece = _ZERO if address in _HOLES else self._block(address)
            yield piece[:left]
            left -= min(left, BLOCK)

    def _addresses(self, inode: Inode) -> Iterator[int]:
        """The address of each block of a file, in order; 0 where there is none."""
        yield from inode.addresses
        for node, depth in zip(inode.nodes, (0, 0, 1, 1, 2), strict=True):
            yield from self._below(node, depth)

    def _below(self, node: int, depth: int) -> Iterator[int]:
        if node == 0:
            yield from (0 for _ in range(_IN_NODE ** (depth + 1)))
            return
        numbers = fields(f"<{_IN_NODE}I", self._node(node), 0)
        if depth == 0:
            yield from numbers
            return
        for number in numbers:
            yield from self._below(number, depth - 1)


def _holds(block: memoryview) -> bool:
    """Whether a checkpoint block has the checksum that it says."""
    (at,) = fields("<I", block, 164)
    if not 192 <= at <= BLOCK - 4:
        return False
    return zlib.crc32(block[:at], _MAGIC ^ 0xFFFFFFFF) ^ 0xFFFFFFFF == fields("<I", block, at)[0]
