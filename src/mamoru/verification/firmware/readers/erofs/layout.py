"""Where things lie in an EROFS: the superblock and the inodes.

Source: the Linux kernel, fs/erofs/erofs_fs.h, Documentation/filesystems/erofs.rst.
"""

import msgspec

from mamoru.errors import FormatError
from mamoru.verification.firmware.reading.inodes import Inode
from mamoru.verification.firmware.reading.reader import fields

SUPER = 1024
MAGIC = b"\xe2\xe1\xf5\xe0"
ZERO_PADDING = 0x1
_SLOT = 32
PLAIN, PACKED_FULL, INLINE, PACKED, CHUNKED = range(5)


class Super(msgspec.Struct, frozen=True, kw_only=True):
    """The superblock; `incompatible` are the features that a reader must know."""

    block_bits: int
    root: int
    blocks: int
    metadata: int
    incompatible: int
    directory_bits: int
    label: str

    @property
    def block_size(self) -> int:
        """In bytes."""
        return 1 << self.block_bits


class File(Inode, frozen=True, kw_only=True):
    """An inode: how its contents lie, `word` of that way, and where the inode with its attributes ends."""

    layout: int
    word: int
    end: int


def super_block(view: memoryview) -> Super | None:
    """The superblock, or None where it cannot be one."""
    block_bits, _, root, inodes = fields("<BBHQ", view, SUPER + 12)
    blocks, metadata, attributes = fields("<III", view, SUPER + 36)
    (incompatible,) = fields("<I", view, SUPER + 80)
    (directory_bits,) = fields("<B", view, SUPER + 90)
    label = bytes(view[SUPER + 64 : SUPER + 80]).split(b"\0")[0].decode("utf-8", "replace")
    plausible = (
        9 <= block_bits <= 16
        and 0 < inodes < 1 << 40
        and metadata < blocks
        and attributes <= blocks
        and incompatible < 1 << 16
        and directory_bits <= 4
        and (metadata << block_bits) + root * _SLOT < blocks << block_bits
    )
    if not plausible:
        return None
    return Super(
        block_bits=block_bits,
        root=root,
        blocks=blocks,
        metadata=metadata,
        incompatible=incompatible,
        directory_bits=directory_bits,
        label=label,
    )


def inode(view: memoryview, sb: Super, number: int) -> File:
    """The inode in the metadata's slot `number`."""
    if not 0 <= number < 1 << 40:
        raise FormatError(SUPER, f"no inode {number}")
    at = (sb.metadata << sb.block_bits) + number * _SLOT
    form, attributes, mode = fields("<HHH", view, at)
    if form & 1:
        size, word, _, uid, gid = fields("<QIIII", view, at + 8)
        end = at + 64
    else:
        size, _, word, _, uid, gid = fields("<IIIIHH", view, at + 8)
        end = at + 32
    layout = form >> 1 & 7
    if layout > CHUNKED:
        raise FormatError(at, f"no such layout of contents: {layout}")
    end += 12 + 4 * (attributes - 1) if attributes else 0
    return File(number=number, mode=mode, uid=uid, gid=gid, size=size, layout=layout, word=word, end=end)
