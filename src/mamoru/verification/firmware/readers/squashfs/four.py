"""SquashFS 4.0. Source: the Linux kernel's Documentation/filesystems/squashfs.rst and the on-disk
structures that it describes. Big-endian ones are a vendor's doing."""

from collections.abc import Iterator

from msgspec.structs import replace

from mamoru.errors import FormatError
from mamoru.verification.firmware.readers.squashfs.tables import NO_FRAGMENT, Cursor, File, Super, Tables
from mamoru.verification.firmware.reading.reader import fields

_COMPRESSORS = {1: "zlib", 2: "lzma", 3: "lzo", 4: "xz", 5: "lz4", 6: "zstd"}
_HEAD = 16  # of an inode
_TYPES = {1: 0o040000, 2: 0o100000, 3: 0o120000, 4: 0o060000, 5: 0o020000, 6: 0o010000, 7: 0o140000}


def super_block(view: memoryview, order: str) -> Super | None:
    """The superblock of a file system of version 4.0, or None."""
    inodes, _, block_size, fragments = fields(order + "IIII", view, 4)
    compression, block_log, _, ids, major, minor = fields(order + "6H", view, 20)
    root, size, id_table, _, inode_table, directory_table, fragment_table, _ = fields(order + "8Q", view, 32)
    plain = (
        (major, minor) == (4, 0)
        and 12 <= block_log <= 20
        and block_size == 1 << block_log
        and compression in _COMPRESSORS
        and 96 <= inode_table < directory_table <= size < 1 << 48
        and id_table < size
        and inodes > 0
    )
    if not plain:
        return None
    return Super(
        order=order,
        version=(major, minor),
        inodes=inodes,
        block_size=block_size,
        kind=_COMPRESSORS[compression],
        root=root,
        size=size,
        ids=(ids, ids),
        id_tables=(id_table, id_table),
        inode_table=inode_table,
        directory_table=directory_table,
        fragment_table=fragment_table,
        fragments=fragments,
    )


class Four:
    """The inodes and directories of version 4.0."""

    def __init__(self, tables: Tables) -> None:
        self._tables, self._sb = tables, tables.sb

    def inode(self, number: int) -> File:
        position, offset = self._sb.inode_table + (number >> 16), number & 0xFFFF
        read = Cursor(self._tables, position, offset)
        kind, mode, uid, gid, _, _ = read.fields("HHHHII")
        basic = kind if kind < 8 else kind - 7
        if basic not in _TYPES:
            raise FormatError(position, f"no such inode type: {kind}")
        inode = File(number=number, mode=_TYPES[basic] | mode & 0o7777, uid=self._id(uid), gid=self._id(gid))
        match kind:
            case 1:
                start, _, size, offset, _ = read.fields("IIHHI")
                return replace(inode, start=start, size=size, offset=offset)
            case 8:
                _, size, start, _, _, offset, _ = read.fields("IIIIHHI")
                return replace(inode, start=start, size=size, offset=offset)
            case 2:
                start, fragment, offset, size = read.fields("IIII")
            case 9:
                start, size, _, _, fragment, offset, _ = read.fields("QQQIIII")
            case 3 | 10:
                _, length = read.fields("II")
                return replace(inode, size=length, target=read.target(length))
            case _:
                return inode
        count = size // self._sb.block_size if fragment != NO_FRAGMENT else -(-size // self._sb.block_size)
        found = replace(inode, start=start, size=size, fragment=fragment, offset=offset)
        return replace(found, blocks=read.many("I", count))

    def listing(self, folder: File) -> Iterator[tuple[bytes, int]]:
        read = Cursor(self._tables, self._sb.directory_table + folder.start, folder.offset)
        left = folder.size - 3  # the size counts `.` and `..`, which are not stored
        while left > 0:
            count, start, _ = read.fields("III")
            left -= 12
            if count >= 256:
                raise FormatError(folder.start, "a directory run of more than 256 names")
            for _ in range(count + 1):
                offset, _, _, length = read.fields("HhHH")
                name = read.take(length + 1)
                left -= 8 + len(name)
                yield name, start << 16 | offset

    def fragment(self, number: int) -> tuple[int, int]:
        row = self._tables.row(self._sb.fragment_table, number, 16)
        position, word = fields(self._sb.order + "QI", memoryview(row), 0)
        return position, word

    def _id(self, number: int) -> int:
        try:
            row = self._tables.row(self._sb.id_tables[0], number, 4)
        except FormatError:
            return 0
        return fields(self._sb.order + "I", memoryview(row), 0)[0]
