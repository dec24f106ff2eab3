"""U-Boot legacy image (uImage): a 64-byte header, then one content or a list of them.

Source: U-Boot, include/image.h, `struct legacy_img_hdr` (big-endian).
"""

import zlib
from collections.abc import Iterator

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.reading.reader import (
    Flaw,
    Inner,
    Label,
    Magic,
    Note,
    Reader,
    Sink,
    Yielded,
    fields,
    span,
)

_HEADER = ">IIIIIIIBBBB"
_SIZE = 64
_MULTI = 4
_NAMES = {2: "kernel", 3: "ramdisk", 5: "firmware", 6: "script", 7: "filesystem", 8: "device-tree"}
_COMPRESSIONS = range(7)
_BAD_DATA = Text(
    "uImage の中身のチェックサムが合いません(壊れているか、途中で切れています)。",
    "The checksum of the uImage's contents does not fit (damaged or cut off).",
)


def claim(view: memoryview) -> int | None:
    """Header and contents; the header's own CRC must fit."""
    if len(view) < _SIZE:
        return None
    header = bytearray(view[:_SIZE])
    _, crc, _, size, _, _, _, system, _, kind, packing = fields(_HEADER, view, 0)
    header[4:8] = bytes(4)
    if zlib.crc32(header) != crc or size == 0 or packing not in _COMPRESSIONS or kind > 64 or system > 64:
        return None
    return _SIZE + size


def open_uimage(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Its contents, each to be scanned again (the compression is that of the content's own magic)."""
    _, _, _, size, load, entry, crc, _, _, kind, _ = fields(_HEADER, view, 0)
    title = bytes(view[32:64]).split(b"\0")[0].decode("utf-8", "replace")
    data = view[_SIZE : _SIZE + size]
    if len(data) == size and _crc(data, sink) != crc:
        yield Flaw(start=_SIZE, size=size, why=_BAD_DATA)
    yield Note(
        Text(
            f"名前: {title}、読み込み先 {load:#x}、開始 {entry:#x}",
            f"name: {title}, load {load:#x}, entry {entry:#x}",
        )
    )
    name = _NAMES.get(kind)
    if name == "firmware":
        yield Label(name)  # so that `uimage` stays what the device boots
    if kind != _MULTI:
        yield Inner(name=name, start=_SIZE, size=len(data), code=name == "kernel")
        return
    yield from _members(view, len(data))


def _members(view: memoryview, size: int) -> Iterator[Inner]:
    """A multi-file image: u32 sizes ended by 0, then the contents, each padded to 4 bytes."""
    sizes: list[int] = []
    position = _SIZE
    while (length := fields(">I", view, position)[0]) != 0:
        sizes.append(length)
        position += 4
        if len(sizes) > 64:
            raise FormatError(position, "more than 64 contents in one image")
    position += 4
    for number, length in enumerate(sizes):
        span(view, position, length)
        yield Inner(name=("kernel", "ramdisk", "device-tree")[min(number, 2)], start=position, size=length)
        position += -(-length // 4) * 4
    if position > _SIZE + size + 3:
        raise FormatError(position, "contents longer than the image")


def _crc(data: memoryview, sink: Sink) -> int:
    crc = 0
    for start in range(0, len(data), 1 << 20):
        crc = zlib.crc32(data[start : start + (1 << 20)], crc)
        sink.look()
    return crc


READER = Reader(
    name="uimage", magics=(Magic(b"\x27\x05\x19\x56"),), claim=claim, open=open_uimage, archive=True
)
