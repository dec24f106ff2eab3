"""SquashFS 2.0 to 3.1, both byte orders.

Source: the squashfs patches for Linux 2.4 and 2.6, linux/squashfs_fs.h (structures of packed bit fields).
"""

from collections.abc import Iterator

from msgspec.structs import replace

from mamoru.errors import FormatError
from mamoru.verification.firmware.readers.squashfs.tables import NO_FRAGMENT, Cursor, File, Super, Tables
from mamoru.verification.firmware.reading.reader import fields

_TYPES = (0, 0o040000, 0o100000, 0o120000, 0o060000, 0o020000, 0o010000, 0o140000, 0o040000, 0o100000)
_CHECKED = 4
_SAME_AS_USER = 255


def super_block(view: memoryview, order: str) -> Super | None:
    """The superblock of a file system of version 2 or 3, or None."""
    inodes, size, uids, gids, inode_table, directory_table = fields(order + "6I", view, 4)
    major, minor, _, block_log, flags, uid_count, gid_count = fields(order + "HHHHBBB", view, 28)
    root, block_size, fragments, fragment_table = fields(order + "QIII", view, 43)
    if major == 3:
        size, uids, gids, inode_table, directory_table, fragment_table = fields(order + "6Q", view, 63)
    plain = (
        major in (2, 3)
        and minor <= 1
        and 12 <= block_log <= 20
        and block_size == 1 << block_log
        and 63 <= inode_table < directory_table <= size < 1 << 40
        and 0 < inodes < 1 << 24
    )
    if not plain:
        return None
    return Super(
        order=order,
        version=(major, minor),
        inodes=inodes,
        block_size=block_size,
        kind="zlib",
        root=root,
        size=size,
        ids=(uid_count, gid_count),
        id_tables=(uids, gids),
        inode_table=inode_table,
        directory_table=directory_table,
        fragment_table=fragment_table,
        fragments=fragments,
        checked=bool(flags & _CHECKED),
    )


class Older:
    """The inodes and directories of versions 2 and 3."""

    def __init__(self, tables: Tables) -> None:
        self._tables, self._sb = tables, tables.sb

    def inode(self, number: int) -> File:
        position, offset = self._sb.inode_table + (number >> 16), number & 0xFFFF
        read = Cursor(self._tables, position, offset)
        kind, mode, uid, gid = read.bits(4, 12, 8, 8)
        if not 1 <= kind <= 9:
            raise FormatError(position, f"no such inode type: {kind}")
        user = self._id(0, uid)
        inode = File(
            number=number,
            mode=_TYPES[kind] | mode & 0o7777,
            uid=user,
            gid=user if gid == _SAME_AS_USER else self._id(1, gid),
        )
        return self._three(read, inode, kind) if self._sb.version[0] == 3 else self._two(read, inode, kind)

    def _three(self, read: Cursor, inode: File, kind: int) -> File:
        read.fields("iI")  # the time and the number, then the count of links, but in short files
        if kind == 2:
            start, fragment, offset, size = read.fields("QIII")
            return self._with_blocks(read, inode, start, fragment, offset, size)
        read.fields("I")
        match kind:
            case 9:
                start, fragment, offset, size = read.fields("QIIQ")
                return self._with_blocks(read, inode, start, fragment, offset, size)
            case 1:
                size, offset = read.bits(19, 13)
                (start,) = read.fields("I")
            case 8:
                size, offset = read.bits(27, 13)
                (start,) = read.fields("I")
            case 3:
                (length,) = read.fields("H")
                return replace(inode, size=length, target=read.target(length))
            case _:
                return inode
        return replace(inode, size=size - 3, offset=offset, start=start)  # `.` and `..` are not stored

    def _two(self, read: Cursor, inode: File, kind: int) -> File:
        match kind:
            case 2:
                _, start, fragment, offset, size = read.fields("iIIII")
                return self._with_blocks(read, inode, start, fragment, offset, size)
            case 1:
                size, offset, _, start = read.bits(19, 13, 32, 24)
            case 8:
                size, offset, _, start = read.bits(27, 13, 32, 24)
            case 3:
                (length,) = read.fields("H")
                return replace(inode, size=length, target=read.target(length))
            case _:
                return inode
        return replace(inode, size=size, offset=offset, start=start)

    def _with_blocks(
        self, read: Cursor, inode: File, start: int, fragment: int, offset: int, size: int
    ) -> File:
        count = size // self._sb.block_size if fragment != NO_FRAGMENT else -(-size // self._sb.block_size)
        found = replace(inode, start=start, size=size, fragment=fragment, offset=offset)
        return replace(found, blocks=read.many("I", count))

    def listing(self, folder: File) -> Iterator[tuple[bytes, int]]:
        read = Cursor(self._tables, self._sb.directory_table + folder.start, folder.offset)
        newer, left = self._sb.version[0] == 3, folder.size
        while left > 0:
            count, start = read.bits(8, 32) if newer else read.bits(8, 24)
            left -= 5 if newer else 4
            if newer:
                read.fields("I")
                left -= 4
            for _ in range(count + 1):
                offset, _, length = read.bits(13, 3, 8)
                if newer:
                    read.fields("h")
                name = read.take(length + 1)
                left -= (5 if newer else 3) + len(name)
                yield name, start << 16 | offset

    def fragment(self, number: int) -> tuple[int, int]:
        table, order = self._sb.fragment_table, self._sb.order
        if self._sb.version[0] == 3:
            position, word = fields(order + "QI", memoryview(self._tables.row(table, number, 16)), 0)
        else:
            row = self._tables.row(table, number, 8, pointer="I")
            position, word = fields(order + "II", memoryview(row), 0)
        return position, word

    def _id(self, which: int, number: int) -> int:
        if number >= self._sb.ids[which]:
            return 0
        try:
            return fields(self._sb.order + "I", self._tables.view, self._sb.id_tables[which] + 4 * number)[0]
        except FormatError:
            return 0
