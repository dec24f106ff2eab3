"""File systems that are recognised and not opened yet: cramfs, romfs, older
squashfs.

Source: the Linux kernel, include/uapi/linux/cramfs_fs.h, fs/squashfs/squashfs_fs.h.
"""

from mamoru.language import Text
from mamoru.verification.firmware.reading import UNTIL_OPENED, Magic, Reader, fields, stands

_INSTEAD = Text(
    "ルートファイルシステムのフォルダー(ビルドの出力)、tar、または squashfs を渡してください。",
    "Hand in the root file system as a folder (the output of the build), as tar or as squashfs.",
)


def claim_cramfs(view: memoryview) -> int | None:
    """The size in the superblock."""
    size = fields("<I" if stands(b"\x45", view) else ">I", view, 4)[0]
    return size if stands(b"Compressed ROMFS", view, 16) and 76 <= size <= 1 << 28 else None


def claim_romfs(view: memoryview) -> int | None:
    """The size in the header; its first 512 bytes add up to 0."""
    size = fields(">I", view, 8)[0]
    head = bytes(view[: min(size, 512) & ~3])
    total = sum(int.from_bytes(head[at : at + 4], "big") for at in range(0, len(head), 4))
    return size if 32 <= size <= 1 << 30 and total & 0xFFFFFFFF == 0 else None


def claim_squashfs(view: memoryview) -> int | None:
    """Versions 1 to 3, big-endian ones, and those that makers changed."""
    order = "<" if bytes(view[:4]) in (b"hsqs", b"shsq", b"hsqt") else ">"
    major, minor = fields(order + "HH", view, 28)
    inodes = fields(order + "I", view, 4)[0]
    if not 1 <= major <= 4 or minor > 1 or not 0 < inodes < 1 << 24:
        return None
    if stands(b"hsqs", view) and major == 4:
        return None  # the reader's own
    size = fields(order + "Q", view, 40 if major == 4 else 63)[0]
    return size if 96 <= size <= 1 << 32 else UNTIL_OPENED


READERS = (
    Reader(
        name="cramfs",
        magics=(Magic(b"\x45\x3d\xcd\x28"), Magic(b"\x28\xcd\x3d\x45")),
        claim=claim_cramfs,
        instead=_INSTEAD,
    ),
    Reader(name="romfs", magics=(Magic(b"-rom1fs-"),), claim=claim_romfs, instead=_INSTEAD),
    Reader(
        name="squashfs-other",
        magics=tuple(Magic(magic) for magic in (b"sqsh", b"hsqs", b"shsq", b"qshs", b"hsqt", b"tqsh")),
        claim=claim_squashfs,
        instead=_INSTEAD,
    ),
)
