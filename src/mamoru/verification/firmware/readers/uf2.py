"""UF2: the flash of a microcontroller in blocks of 512 bytes that a boot loader takes as a USB drive.

A file may hold the images of several families one after the other; each is a structure of its own.
Source: Microsoft, USB Flashing Format (UF2), "File format" and "Family list".
"""

from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.reading.reader import Magic, Note, Reader, Sink, Yielded, fields, span
from mamoru.verification.firmware.reading.segments import Memory

_MAGIC, _SECOND, _END = 0x0A324655, 0x9E5D5157, 0x0AB16F30
_BLOCK = 512
_MOST_BLOCKS = 1 << 18
_MOST_PAYLOAD = 476
_NOT_MAIN_FLASH, _HAS_FAMILY, _HAS_CHECKSUM = 0x1, 0x2000, 0x4000
_FAMILIES = {
    0x1C5F21B0: "ESP32",
    0x55114460: "SAMD51",
    0x57755A57: "STM32F4",
    0x5EE21072: "STM32F103",
    0x621E937A: "nRF52833",
    0x647824B6: "STM32F0",
    0x68ED2B88: "SAMD21",
    0xADA52840: "nRF52840",
    0xBFDD4EEE: "ESP32-S2",
    0xC47E5767: "ESP32-S3",
    0xD42BA06C: "ESP32-C3",
    0xE48BFF56: "RP2040",
    0xE48BFF57: "RP2 absolute",
    0xE48BFF58: "RP2 data",
    0xE48BFF59: "RP2350 Arm-S",
    0xE48BFF5A: "RP2350 RISC-V",
    0xE48BFF5B: "RP2350 Arm-NS",
}


class _Head(msgspec.Struct, frozen=True):
    flags: int
    address: int
    size: int
    number: int
    blocks: int
    family: int


def claim(view: memoryview) -> int | None:
    """As many blocks as the first one says, or as follow it in turn before another family begins."""
    first = _head(view, 0)
    if first is None or first.number != 0:
        return None
    for number in range(1, first.blocks):
        here = _head(view, number * _BLOCK)
        if here is None:
            break  # damaged or cut off, which opening tells
        if (here.number, here.blocks, here.family) != (number, first.blocks, first.family):
            return number * _BLOCK
    return first.blocks * _BLOCK


def open_uf2(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """The memory that the blocks fill, as contents to be scanned again."""
    memory, error, family = Memory(), None, 0
    try:
        for position in range(0, len(view), _BLOCK):
            sink.look()
            head = _head(view, position)
            if head is None:
                raise FormatError(position, "no UF2 block where one must be")
            family = head.family if head.flags & _HAS_FAMILY else family
            if not head.flags & _NOT_MAIN_FLASH:
                memory.add(head.address, bytes(span(view, position + 32, head.size)), position)
    except FormatError as broken:
        error = broken
    chip = _FAMILIES.get(family, f"0x{family:08x}")
    if family:
        yield Note(Text(f"対象のマイコン: {chip}", f"for microcontroller family {chip}"))
    yield from memory.parts(sink)
    if error is not None:
        raise error


def _head(view: memoryview, position: int) -> _Head | None:
    """The head of the block at `position`, None where there is none."""
    if position + _BLOCK > len(view):
        return None
    words = fields("<8I", view, position)
    head = _Head(*words[2:])
    (end,) = fields("<I", view, position + _BLOCK - 4)
    most = _MOST_PAYLOAD - (24 if head.flags & _HAS_CHECKSUM else 0)
    if words[:2] != (_MAGIC, _SECOND) or end != _END or head.size > most:
        return None
    return head if head.number < head.blocks <= _MOST_BLOCKS else None


READER = Reader(
    name="uf2",
    magics=(Magic(b"UF2\nWQ]\x9e"),),
    claim=claim,
    open=open_uf2,
    archive=True,
    limits=Text(
        "ブロックの MD5 は照合しません。64 MiB まで。", "The MD5 of blocks is not compared. Up to 64 MiB."
    ),
)
