"""Linux kernel images: ARM zImage, ARM64 and RISC-V Image, x86 bzImage.

What is compressed inside (gzip, xz, lzma, lzop, lz4, zstd) is found by scanning their bytes. Source:
the Linux kernel, arch/arm/boot/compressed/head.S, Documentation/arch/arm64/booting.rst,
Documentation/arch/riscv/boot-image-header.rst, Documentation/arch/x86/boot.rst.
"""

from collections.abc import Iterator

from mamoru.errors import FormatError
from mamoru.verification.firmware.reading.reader import Inner, Magic, Reader, Sink, Yielded, fields, stands

_MOST = 256 << 20
_ZIMAGE = 0x016F2818
_PAST_MAGICS = 0x208  # so that the image is not found in itself


def claim_zimage(view: memoryview) -> int | None:
    """From `start` to `end` as the header says."""
    magic, start, end = fields("<III", view, 0x24)
    size = end - start
    return size if magic == _ZIMAGE and 0x1000 <= size <= _MOST else None


def claim_image(view: memoryview) -> int | None:
    """The image as far as it is there: its size in memory counts the bss too."""
    _, size = fields("<QQ", view, 8)
    reserved = fields("<QQ", view, 0x20)
    if not 0x10000 <= size <= _MOST or (stands(b"ARM\x64", view, 0x38) and any(reserved)):
        return None
    return min(size, len(view))


def claim_bzimage(view: memoryview) -> int | None:
    """The set-up sectors and the protected-mode code."""
    (sectors,) = fields("<B", view, 0x1F1)
    (paragraphs,) = fields("<I", view, 0x1F4)
    (mark,) = fields("<H", view, 0x1FE)
    size = (max(sectors, 1) + 1) * 512 + paragraphs * 16
    return size if mark == 0xAA55 and sectors <= 64 and 0x10000 <= size <= _MOST else None


def open_compressed(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """What follows the header, to be scanned for what is compressed inside."""
    sink.look()
    if len(view) < _PAST_MAGICS:
        raise FormatError(len(view), "ends within the header")
    yield Inner(start=_PAST_MAGICS, size=len(view) - _PAST_MAGICS, code=True)


def open_plain(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """The kernel itself."""
    sink.look()
    yield Inner(name="kernel", start=64, size=len(view) - 64, code=True)


READERS = (
    Reader(
        name="zimage", magics=(Magic(b"\x18\x28\x6f\x01", 0x24),), claim=claim_zimage, open=open_compressed
    ),
    Reader(name="bzimage", magics=(Magic(b"HdrS", 0x202),), claim=claim_bzimage, open=open_compressed),
    Reader(
        name="linux-image",
        magics=(Magic(b"ARM\x64", 0x38), Magic(b"RSC\x05", 0x38)),
        claim=claim_image,
        open=open_plain,
    ),
)
