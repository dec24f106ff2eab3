"""One good and several hostile samples for each firmware reader, for the generic tests and the fuzz."""

import bz2
import gzip
import io
import lzma
import random
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable

import lz4.block
import lz4.frame
from lzallright import LZOCompressor

from material import firmware as made
from material import flash_systems, microcontrollers, old_cpio, packages
from material.device_trees import fit, flattened
from material.disks import (
    boot,
    footer,
    gpt,
    hash_tree_descriptor,
    logical,
    mbr,
    sparse,
    vbmeta,
    vendor_boot,
    verity,
)
from material.erofs import erofs
from material.ext import ext
from material.f2fs import f2fs
from material.fat import fat
from material.read_only import cramfs, romfs
from material.ubi import dump, filled, ubi

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

TEXT = b"".join(b"Linux version 5.10.%d (a@b) #1 SMP\n" % n for n in range(300))


def zipped(*, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of the usual tree."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, file in made.ROOT.items():
            if file.mode >> 12 == 8:
                archive.writestr(name, file.content)
    return out.getvalue()


def lz4_legacy() -> bytes:
    """A frame as kernels carry it."""
    packed = lz4.block.compress(TEXT, store_size=False)
    return b"\x02\x21\x4c\x18" + struct.pack("<I", len(packed)) + packed


def lzop() -> bytes:
    """A file of one block with its Adler-32."""
    packed = LZOCompressor().compress(TEXT)
    head = struct.pack(">HHHBBIIIIB", 0x1030, 0x2080, 0x0940, 1, 5, 1, 0o100644, 0, 0, 0)
    head += struct.pack(">I", zlib.adler32(head))
    block = struct.pack(">III", len(TEXT), len(packed), zlib.adler32(TEXT)) + packed
    return b"\x89LZO\0\r\n\x1a\n" + head + block + bytes(4)


def ikconfig() -> bytes:
    """A kernel's configuration as the kernel carries it."""
    text = (
        b"#\n# Linux/arm 5.10.0 Kernel Configuration\n#\nCONFIG_ARM=y\n# CONFIG_STRICT_KERNEL_RWX is not set\n"
        * 40
    )
    return b"IKCFG_ST" + gzip.compress(text, mtime=0) + b"IKCFG_ED"


def zimage(payload: bytes = gzip.compress(TEXT, mtime=0)) -> bytes:
    """An ARM kernel with its payload."""
    body = bytes(0x300) + payload + bytes(0x1000)
    return bytes(0x24) + struct.pack("<III", 0x016F2818, 0, 0x30 + len(body)) + body


def bzimage() -> bytes:
    """An x86 kernel with its xz payload."""
    body = bytearray(0x10800)
    struct.pack_into("<B", body, 0x1F1, 1)
    struct.pack_into("<I", body, 0x1F4, 0x1040)
    struct.pack_into("<H4s", body, 0x1FE, 0xAA55, b"\0\0HdrS"[:4])
    body[0x202:0x206] = b"HdrS"
    payload = lzma.compress(TEXT)
    body[0x600 : 0x600 + len(payload)] = payload
    return bytes(body)


def linux_image() -> bytes:
    """An ARM64 kernel."""
    head = bytes(8) + struct.pack("<QQ", 0x80000, 0x10000) + bytes(0x20) + b"ARM\x64" + bytes(4)
    return (head + TEXT).ljust(0x10000, b"\x90")


def dtb(*, node: bytes = b"chosen\0\0", text: bytes = b"acme,camera\0") -> bytes:
    """A device tree of one node."""
    tree = b"\0\0\0\x01" + bytes(4) + b"\0\0\0\x01" + node + b"\0\0\0\x02\0\0\0\x02\0\0\0\x09"
    total = 56 + len(tree) + len(text)
    head = struct.pack(">10I", 0xD00DFEED, total, 56, 56 + len(tree), 40, 17, 16, 0, len(text), len(tree))
    return head + bytes(16) + tree + text


def trx() -> bytes:
    """A container of one squashfs."""
    body = struct.pack("<IIII", 1 << 16, 28, 0, 0) + made.squashfs()
    return b"HDR0" + struct.pack("<II", 12 + len(body), zlib.crc32(body) ^ 0xFFFFFFFF) + body


def squashfs_1() -> bytes:
    """A big-endian squashfs of the first version."""
    return (b"sqsh" + struct.pack(">I", 9) + bytes(20) + struct.pack(">HH", 1, 0)).ljust(4096, b"\0")


def hash_tree_and_vbmeta() -> bytes:
    """The end of a partition: four bytes of hash tree, the structure and the footer."""
    meta = vbmeta(hash_tree_descriptor("system", place=0x100, size=4))
    return b"tree" + meta + footer(0x104, len(meta), 0x100)


def noise(size: int) -> bytes:
    """Bytes without any order, the same each time."""
    return random.Random(7).randbytes(size)


GOOD: dict[str, Callable[[], bytes]] = {
    **flash_systems.GOOD,
    **microcontrollers.GOOD,
    **packages.GOOD,
    "android-boot": lambda: boot(TEXT, made.cpio(), version=2, tree=flattened({"model": "acme"})),
    "android-sparse": lambda: sparse([(0xCAC1, made.cpio().ljust(8192, b"\0"), 2), (0xCAC2, b"acme", 1)]),
    "android-vendor-boot": lambda: vendor_boot(made.cpio(), flattened({"model": "acme"})),
    "avb-footer": lambda: footer(0x4000, 1024, 0x4000),
    "bzimage": bzimage,
    "bzip2": lambda: bz2.compress(TEXT),
    "cpio": made.cpio,
    "cpio-binary": old_cpio.binary,
    "cpio-odc": old_cpio.odc,
    "cramfs": cramfs,
    "dm-verity": lambda: verity(blocks=2),
    "dtb": dtb,
    "erofs": lambda: erofs(packing="lz4"),
    "f2fs": f2fs,
    "ext": ext,
    "fat": fat,
    "fit": lambda: fit({"kernel-1": ("kernel", TEXT), "ramdisk-1": ("ramdisk", made.cpio())}, external=True),
    "gpt": lambda: gpt({"kernel": made.cpio(), "rootfs": made.squashfs()}),
    "gzip": lambda: gzip.compress(TEXT, mtime=0),
    "ikconfig": ikconfig,
    "jffs2": made.jffs2,
    "linux-image": linux_image,
    "luks": lambda: b"LUKS\xba\xbe\0\x02" + bytes(504),
    "lz4": lz4_legacy,
    "lzma": lambda: lzma.compress(TEXT, lzma.FORMAT_ALONE),
    "lzop": lzop,
    "mbr": lambda: mbr([(0x83, 1, made.squashfs()), (0x05, 20, logical(made.cpio()))]),
    "openssl-enc": lambda: b"Salted__" + noise(64),
    "romfs": romfs,
    "squashfs": made.squashfs,
    "squashfs-1": squashfs_1,
    "tar": made.tar,
    "trx": trx,
    "u-boot-env": lambda: made.environment(made.VARIABLES),
    "nand-dump": lambda: dump(made.cpio(), page=512, spare=16, pages=32),
    "ubi": lambda: ubi({"rootfs": filled().image()}),
    "ubifs": lambda: filled().image(),
    "uimage": lambda: made.uimage(gzip.compress(TEXT, mtime=0), packing=1),
    "vbmeta": hash_tree_and_vbmeta,
    "xz": lambda: lzma.compress(TEXT),
    "zlib": lambda: zlib.compress(TEXT),
    "zimage": zimage,
    "zip": zipped,
    "zstd": lambda: zstd.compress(TEXT),
}
