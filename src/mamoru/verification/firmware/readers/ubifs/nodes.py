"""The nodes of UBIFS as they lie in the blocks.

Source: the Linux kernel, fs/ubifs/ubifs-media.h (little-endian).
"""

import zlib
from collections.abc import Iterator
from enum import IntEnum

import msgspec

from mamoru.verification.firmware.reading.inodes import Inode
from mamoru.verification.firmware.reading.reader import fields, span

MAGIC = b"\x31\x18\x10\x06"
_HEADER = 24
_LEAST_STEP = 8
_ERASED = b"\xff"


class Kind(IntEnum):
    """The node types that are read."""

    INODE = 0
    DATA = 1
    NAME = 2
    TRUNCATION = 4
    PADDING = 5
    SUPER = 6
    MASTER = 7
    REFERENCE = 8
    INDEX = 9
    COMMIT = 10


class Node(msgspec.Struct, frozen=True, gc=False):
    """A node whose checksum fits; the higher `sequence` is the newer."""

    position: int
    kind: int
    size: int
    sequence: int


class File(Inode, frozen=True, kw_only=True):
    """An inode; `inline` is a link's target."""

    inline: bytes = b""
    encrypted: bool = False


class Name(msgspec.Struct, frozen=True, gc=False):
    """A directory entry; `to` 0 takes the name away."""

    sequence: int
    to: int


class Branch(msgspec.Struct, frozen=True, gc=False):
    """Where the index says that a node lies; `inode`, `kind` and `block` are its key."""

    block_number: int
    offset: int
    size: int
    inode: int
    kind: int
    block: int


def node_at(view: memoryview, position: int) -> Node | None:
    """The node at `position`, if one lies there whole."""
    if view[position : position + 4] != MAGIC or position + _HEADER > len(view):
        return None
    checksum, sequence, size, kind = fields("<IQIB", view, position + 4)
    end = position + size
    if not _HEADER <= size <= len(view) - position:
        return None
    if zlib.crc32(view[position + 8 : end]) ^ 0xFFFFFFFF != checksum:
        return None
    return Node(position, kind, size, sequence)


def nodes_in(view: memoryview, start: int, end: int) -> Iterator[Node]:
    """The nodes from `start` to `end` of one block, over padding and what is damaged."""
    window = bytes(view[start:end])
    position, end = start, start + len(window.rstrip(_ERASED))
    while position < end:
        node = node_at(view, position)
        if node is None:
            found = window.find(MAGIC, position - start + 1)
            if found < 0:
                return
            position = start + found
            continue
        if node.kind == Kind.PADDING:
            (padding,) = fields("<I", view, position + _HEADER)
            position += -(-(node.size + padding) // _LEAST_STEP) * _LEAST_STEP
        else:
            yield node
            position += -(-node.size // _LEAST_STEP) * _LEAST_STEP


def key(view: memoryview, position: int) -> tuple[int, int, int]:
    """The inode, the kind and the block or hash that a key names."""
    inode, rest = fields("<II", view, position)
    return inode, rest >> 29, rest & 0x1FFFFFFF


def file(view: memoryview, node: Node) -> File:
    """What an inode's node says."""
    inode, _, _ = key(view, node.position + 24)
    (size,) = fields("<Q", view, node.position + 48)
    uid, gid, mode, flags, length = fields("<IIIII", view, node.position + 96)
    inline = bytes(span(view, node.position + 160, length)) if length <= node.size - 160 else b""
    encrypted = bool(flags & 0x40)
    return File(number=inode, mode=mode, uid=uid, gid=gid, size=size, inline=inline, encrypted=encrypted)


def name(view: memoryview, node: Node) -> tuple[int, bytes, Name]:
    """The directory, the name in it, and where it leads."""
    parent, _, _ = key(view, node.position + 24)
    (to,) = fields("<Q", view, node.position + 40)
    (length,) = fields("<H", view, node.position + 50)
    called = bytes(span(view[: node.position + node.size], node.position + 56, length))
    return parent, called, Name(node.sequence, to)


def branches(view: memoryview, node: Node) -> Iterator[Branch]:
    """What an index node leads to; in an authenticated file system a hash follows each key."""
    count, _ = fields("<HH", view, node.position + 24)
    step = (node.size - 28) // count if count else 0
    if step < 20:
        return
    for number in range(count):
        at = node.position + 28 + number * step
        block_number, offset, size = fields("<III", view, at)
        yield Branch(block_number, offset, size, *key(view, at + 12))
