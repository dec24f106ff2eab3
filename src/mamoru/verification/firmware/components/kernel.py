"""Unpack a compressed kernel that sits behind its own start-up code (zImage, bzImage, vmlinuz).

Source: Linux, arch/*/boot: the compressed vmlinux follows the decompressor in one of these forms.
"""

import lzma
import zlib
from collections.abc import Iterator

LARGEST = 96 << 20  # of the kernel, unpacked
_WITHIN = 4 << 20  # the compressed part starts in the first bytes
_TRIES = 8
BANNER = b"Linux version "
_MAGICS = (b"\xfd7zXZ\x00", b"\x1f\x8b\x08", b"\x5d\x00\x00")


def unpacked_kernel(data: bytes) -> bytes | None:
    """The unpacked kernel inside `data`, at most `LARGEST` bytes; None where there is none."""
    if BANNER in data:
        return None
    for magic, at in _starts(data):
        content = _decompressed(data, at, magic)
        if content is not None and BANNER in content:
            return content
    return None


def _starts(data: bytes) -> Iterator[tuple[bytes, int]]:
    for magic in _MAGICS:
        at = data.find(magic, 0, _WITHIN)
        for _ in range(_TRIES):
            if at < 0:
                break
            yield magic, at
            at = data.find(magic, at + 1, _WITHIN)


def _decompressed(data: bytes, at: int, magic: bytes) -> bytes | None:
    view = memoryview(data)[at:]
    try:
        if magic == b"\x1f\x8b\x08":
            return zlib.decompressobj(31).decompress(view, LARGEST)
        form = lzma.FORMAT_ALONE if magic == b"\x5d\x00\x00" else lzma.FORMAT_XZ
        return lzma.LZMADecompressor(format=form, memlimit=256 << 20).decompress(view, LARGEST)
    except (zlib.error, lzma.LZMAError, EOFError):
        return None
