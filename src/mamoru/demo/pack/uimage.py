"""The 64-byte header of a U-Boot legacy image (uImage).

Source: U-Boot, include/image.h, `struct legacy_img_hdr` (big-endian).
"""

import struct
import zlib

HEADER_BYTES = 64
_MAGIC = 0x27051956
_LINUX, _ARM64, _RAMDISK, _GZIP = 5, 22, 3, 1


def uimage_header(*, name: str, size: int, crc: int, time: int) -> bytes:
    """The header before a gzip-compressed ramdisk of `size` bytes with CRC-32 `crc`; `time` in
    seconds since 1970. Names beyond 32 bytes are cut, as mkimage does."""
    fields = (size, 0, 0, crc, _LINUX, _ARM64, _RAMDISK, _GZIP, name.encode()[:32])
    bare = struct.pack(">IIIIIIIBBBB32s", _MAGIC, 0, time, *fields)
    return bare[:4] + struct.pack(">I", zlib.crc32(bare)) + bare[8:]
