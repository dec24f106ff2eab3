"""The beginnings of formats that nobody here opens, each written from its own document: headers only, with
the fields that the format asks, and contents that say nothing."""

import random
import struct
from collections.abc import Callable

SIZE = 0x40000
BLOCK = 4096


def _body(size: int = SIZE) -> bytearray:
    """Contents in which no structure is known."""
    return bytearray(random.Random(4).choices(range(1, 120), k=size))


def _with(*placed: tuple[int, bytes], size: int = SIZE) -> bytes:
    out = _body(size)
    for at, content in placed:
        out[at : at + len(content)] = content
    return bytes(out)


def xfs() -> bytes:
    """xfs_dsb: magic, block size, blocks."""
    return _with((0, b"XFSB" + struct.pack(">IQ", BLOCK, SIZE // BLOCK)))


def btrfs() -> bytes:
    """btrfs_super_block at 64 KiB."""
    return _with((0x10030, struct.pack("<QQ", 0x10000, 1) + b"_BHRfS_M"), (0x10070, struct.pack("<Q", SIZE)))


def iso() -> bytes:
    """ECMA-119 8.4: the primary volume descriptor."""
    volume = struct.pack("<I", SIZE // 2048) + struct.pack(">I", SIZE // 2048)
    return _with((0x8000, b"\1CD001\1\0"), (0x8050, volume), (0x8080, b"\0\x08\x08\0"))


def udf() -> bytes:
    """ECMA-167 2/9: the beginning of the extended area, and NSR02."""
    return _with((0x8000, b"\0BEA01\1"), (0x8800, b"\0NSR02\1"))


def jfs() -> bytes:
    """jfs_superblock at 32 KiB."""
    return _with((0x8000, b"JFS1" + struct.pack("<IQIHHI", 1, SIZE // 512, BLOCK, 12, 3, 512)))


def ntfs() -> bytes:
    """The boot sector."""
    return _with(
        (0, b"\xeb\x52\x90NTFS    \0\x02\x08"), (40, struct.pack("<Q", SIZE // 512 - 1)), (510, b"\x55\xaa")
    )


def exfat() -> bytes:
    """The main boot sector."""
    shape = bytes((9, 3))
    return _with(
        (0, b"\xeb\x76\x90EXFAT   " + bytes(53)),
        (72, struct.pack("<Q", SIZE // 512)),
        (108, shape),
        (510, b"\x55\xaa"),
    )


def reiserfs() -> bytes:
    """reiserfs_super_block at 64 KiB."""
    return _with(
        (0x10000, struct.pack("<I", SIZE // BLOCK)),
        (0x1002C, struct.pack("<H", BLOCK)),
        (0x10034, b"ReIsEr2Fs\0"),
    )


def hfs_plus() -> bytes:
    """TN1150: the volume header."""
    return _with((1024, b"H+\0\x04"), (1064, struct.pack(">II", BLOCK, SIZE // BLOCK)))


def squashfs_3_lzma() -> bytes:
    """squashfs_super_block of version 3.0, packed by lzma: its root inode reads as nothing."""
    head = b"hsqs" + struct.pack("<I", 5) + bytes(20) + struct.pack("<HHHHBBB", 3, 0, 0, 16, 0xC0, 1, 0)
    head += struct.pack("<IQIIIQ", 0, 0, 0x10000, 1, 0, SIZE)
    return _with((0, head))


def vmfs() -> bytes:
    """The volume's mark at 1 MiB."""
    return _with((0x100000, b"\x0d\xd0\x01\xc0"), size=0x140000)


def rar() -> bytes:
    """The mark of RAR 4."""
    return _with((0, b"Rar!\x1a\x07\0\xcf\x90\x73\0\0\x0d\0\0\0\0\0\0\0"))


def rar_5() -> bytes:
    """The mark of RAR 5."""
    return _with((0, b"Rar!\x1a\x07\1\0\x33\x92\xb5\xe5\x0a\1\5\6\0\5\1\1\x80\x80\0"))


def cab() -> bytes:
    """CFHEADER."""
    return _with((0, b"MSCF" + struct.pack("<IIIIIBBHHHHH", 0, SIZE, 0, 44, 0, 3, 1, 1, 1, 0, 7, 0)))


def lha() -> bytes:
    """A header of level 1."""
    return _with(
        (0, b"\x22\x77-lh5-" + struct.pack("<IIHHBB", 900, 2000, 1, 1, 0x20, 1) + b"\5a.bin\0\0U\0\0")
    )


def arj() -> bytes:
    """The main header."""
    return _with((0, b"\x60\xea\x2c\0\x22\x0b\1\x0b\x10\0\2\x3f" + bytes(30)))


def ace() -> bytes:
    """The main header."""
    return _with((0, b"\x12\x34\x31\0\0\0\x90**ACE**\x14\x14\2\0"))


def lzip() -> bytes:
    """A member's header: version 1, a dictionary of 8 MiB."""
    return _with((0, b"LZIP\1\x17\0"))


def dot_z() -> bytes:
    """compress: 16 bits, block mode."""
    return _with((0, b"\x1f\x9d\x90"))


def zoo() -> bytes:
    """zoo_header."""
    return _with((0, b"ZOO 2.10 Archive.\x1a\0\0\xdc\xa7\xc4\xfd\x2a\0\0\0\xd6\xff\xff\xff\2\0"))


FOREIGN: dict[str, Callable[[], bytes]] = {
    "xfs": xfs,
    "btrfs": btrfs,
    "iso9660": iso,
    "udf": udf,
    "jfs": jfs,
    "ntfs": ntfs,
    "exfat": exfat,
    "reiserfs": reiserfs,
    "hfs-plus": hfs_plus,
    "squashfs-old": squashfs_3_lzma,
    "vmfs": vmfs,
    "rar": rar,
    "cab": cab,
    "lha": lha,
    "arj": arj,
    "ace": ace,
    "lzip": lzip,
    "compress": dot_z,
    "zoo": zoo,
}
"""By the name in the table."""


def nameless() -> bytes:
    """Contents of a form that nobody knows."""
    return bytes(_body(0x8000))
