"""Where things lie in an ext2, ext3 or ext4: the superblock, the groups, the inodes.

Source: the Linux kernel, Documentation/filesystems/ext4/ (super.rst, group_descr.rst, inodes.rst).
"""

import msgspec

from mamoru.errors import FormatError
from mamoru.verification.firmware.reading.inodes import Inode
from mamoru.verification.firmware.reading.reader import fields, span

_SUPER = 0x400
_META_GROUPS, _64BIT = 0x10, 0x80
_SPARSE = 0x1  # ro_compat
_SPARSE2 = 0x200  # compat

RECOVER = 0x4
EXTENTS, INLINE, ENCRYPTED, COMPRESSED = 0x80000, 0x10000000, 0x800, 0x4


class Super(msgspec.Struct, frozen=True, kw_only=True):
    """The superblock. `size` is that of the file system in bytes."""

    inodes: int
    blocks: int
    first: int
    block_size: int
    blocks_per_group: int
    inodes_per_group: int
    state: int
    inode_size: int
    compatible: int
    incompatible: int
    read_only: int
    label: str
    descriptor_size: int
    first_meta: int
    backups: tuple[int, int]

    @property
    def size(self) -> int:
        """All blocks, in bytes."""
        return self.blocks * self.block_size

    @property
    def groups(self) -> int:
        """How many groups there are."""
        return -(-(self.blocks - self.first) // self.blocks_per_group)


class File(Inode, frozen=True, kw_only=True):
    """An inode. `pointers` are its 60 bytes of block pointers, extents or contents; `body` all of it."""

    flags: int
    sectors: int
    attributes: int
    pointers: bytes
    body: bytes


def super_block(view: memoryview) -> Super | None:
    """The superblock of the file system at the start of `view`; None where it cannot be one, or is the
    copy that another group keeps."""
    inodes, blocks, _, _, _, first, log = fields("<7I", view, _SUPER)
    per_group, _, inodes_per_group = fields("<3I", view, _SUPER + 32)
    state, errors = fields("<HH", view, _SUPER + 58)
    (revision,) = fields("<I", view, _SUPER + 76)
    inode_size, group = fields("<HH", view, _SUPER + 88)
    compatible, incompatible, read_only = fields("<3I", view, _SUPER + 92)
    label = bytes(view[_SUPER + 120 : _SUPER + 136]).split(b"\0")[0].decode("utf-8", "replace")
    descriptor, _, first_meta = fields("<HII", view, _SUPER + 0xFE)
    blocks_high = fields("<I", view, _SUPER + 0x150)[0]
    first_backup, second_backup = fields("<II", view, _SUPER + 0x24C)
    if log > 6 or revision > 1 or errors > 3 or first > 1:
        return None
    if revision == 0:
        inode_size, group, compatible, incompatible, read_only = 128, 0, 0, 0, 0
    wide = bool(incompatible & _64BIT)
    found = Super(
        inodes=inodes,
        blocks=blocks + (blocks_high << 32 if wide else 0),
        first=first,
        block_size=1024 << log,
        blocks_per_group=per_group,
        inodes_per_group=inodes_per_group,
        state=state,
        inode_size=inode_size,
        compatible=compatible,
        incompatible=incompatible,
        read_only=read_only,
        label=label,
        descriptor_size=descriptor if wide else 32,
        first_meta=first_meta,
        backups=(first_backup, second_backup),
    )
    return found if group == 0 and _is_sound(found) else None


def _is_sound(sb: Super) -> bool:
    return (
        sb.blocks >= 16
        and sb.size < 1 << 48
        and 0 < sb.inodes_per_group <= 8 * sb.block_size
        and 8 <= sb.blocks_per_group <= 1 << 20
        and sb.inodes == sb.groups * sb.inodes_per_group
        and 128 <= sb.inode_size <= sb.block_size
        and sb.inode_size & (sb.inode_size - 1) == 0
        and 32 <= sb.descriptor_size <= 1024
        and sb.descriptor_size & (sb.descriptor_size - 1) == 0
    )


class Layout:
    """Finds blocks and inodes in `view`."""

    def __init__(self, view: memoryview, sb: Super) -> None:
        self.view, self.sb = view[: sb.size], sb

    def block(self, number: int) -> memoryview:
        """A block by its number."""
        return self.blocks(number, 1)

    def blocks(self, number: int, count: int) -> memoryview:
        """`count` blocks from `number` on."""
        if number < self.sb.first:
            raise FormatError(_SUPER, f"block {number} is none of the file system's")
        return span(self.view, number * self.sb.block_size, count * self.sb.block_size)

    def inode(self, number: int) -> File:
        """An inode by its number."""
        if not 1 <= number <= self.sb.inodes:
            raise FormatError(_SUPER, f"no inode {number}")
        group, index = divmod(number - 1, self.sb.inodes_per_group)
        at = self._inode_table(group) * self.sb.block_size + index * self.sb.inode_size
        body = bytes(span(self.view, at, self.sb.inode_size))
        mode, uid, size, *_ = fields("<HHI", memoryview(body), 0)
        gid, links, sectors, flags = fields("<HHII", memoryview(body), 24)
        attributes, size_high = fields("<II", memoryview(body), 104)
        uid_high, gid_high = fields("<HH", memoryview(body), 120)
        if mode == 0 and links == 0:
            raise FormatError(at, f"inode {number} is not in use")
        return File(
            number=number,
            mode=mode,
            uid=uid | uid_high << 16,
            gid=gid | gid_high << 16,
            size=size | size_high << 32,
            flags=flags,
            sectors=sectors,
            attributes=attributes,
            pointers=body[40:100],
            body=body,
        )

    def _inode_table(self, group: int) -> int:
        size = self.sb.descriptor_size
        each = self.sb.block_size // size
        block = self._descriptors(group // each)
        at = block * self.sb.block_size + group % each * size
        (low,) = fields("<I", self.view, at + 8)
        (high,) = fields("<I", self.view, at + 40) if size >= 64 else (0,)
        return low | high << 32

    def _descriptors(self, number: int) -> int:
        """The block that holds the descriptor block `number`: in a row, or with `meta_bg` one in each
        meta group."""
        if not self.sb.incompatible & _META_GROUPS or number < self.sb.first_meta:
            return _SUPER // self.sb.block_size + 1 + number  # `first` may be 0 with bigalloc
        group = number * (self.sb.block_size // self.sb.descriptor_size)
        return self.sb.first + group * self.sb.blocks_per_group + self._has_super(group)

    def _has_super(self, group: int) -> bool:
        if group == 0:
            return True
        if self.sb.compatible & _SPARSE2:
            return group in self.sb.backups
        if not self.sb.read_only & _SPARSE or group == 1:
            return True
        return any(_is_power(group, base) for base in (3, 5, 7))


def _is_power(number: int, base: int) -> bool:
    while number % base == 0:
        number //= base
    return number == 1
