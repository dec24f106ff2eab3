"""Images for microcontrollers: Intel HEX, Motorola S-records, UF2, MCUboot. Recognised only.

Source: Intel Hexadecimal Object File Format Specification (1988); Motorola S-record; Microsoft UF2;
MCUboot, docs/design.md, "Image format".
"""

import re

from mamoru.verification.firmware.gaps import HAND_IN
from mamoru.verification.firmware.reading import UNTIL_OPENED, Magic, Reader, fields, stands

_HEX_LINE = re.compile(rb":([0-9A-Fa-f]{10,520})\r?\n")
_RECORD_LINE = re.compile(rb"S[0-3]([0-9A-Fa-f]{6,512})\r?\n")
_UF2_END = 0x0AB16F30


def claim_hex(view: memoryview) -> int | None:
    """Whether the first line adds up to 0."""
    line = _HEX_LINE.match(view[:600])
    if line is None or len(line[1]) % 2:
        return None
    return UNTIL_OPENED if sum(bytes.fromhex(line[1].decode("ascii"))) & 0xFF == 0 else None


def claim_records(view: memoryview) -> int | None:
    """Whether the first line adds up to 255."""
    line = _RECORD_LINE.match(view[:600])
    if line is None or len(line[1]) % 2:
        return None
    return UNTIL_OPENED if sum(bytes.fromhex(line[1].decode("ascii"))) & 0xFF == 0xFF else None


def claim_uf2(view: memoryview) -> int | None:
    """Blocks of 512 bytes, as many as the first one says."""
    second, _, _, _, number, count = fields("<IIIIII", view, 4)
    (end,) = fields("<I", view, 508)
    if second != 0x9E5D5157 or end != _UF2_END or not number < count <= 1 << 20:
        return None
    return count * 512


def claim_mcuboot(view: memoryview) -> int | None:
    """Header, image and the protected tags; the tags after them where they are there."""
    _, header, tags, size, flags = fields("<IHHII", view, 4)
    if not 32 <= header <= 0x1000 or not 0 < size <= 64 << 20 or flags >> 16:
        return None
    end = header + size + tags
    if stands(b"\x07\x69", view, end):
        end += fields("<H", view, end + 2)[0]
    return end


READERS = (
    Reader(
        name="intel-hex", magics=(Magic(b":"),), claim=claim_hex, raw=False, serious=False, instead=HAND_IN
    ),
    Reader(
        name="s-record",
        magics=(Magic(b"S0"),),
        claim=claim_records,
        raw=False,
        serious=False,
        instead=HAND_IN,
    ),
    Reader(name="uf2", magics=(Magic(b"UF2\n"),), claim=claim_uf2, serious=False, instead=HAND_IN),
    Reader(
        name="mcuboot",
        magics=(Magic(b"\x3d\xb8\xf3\x96"),),
        claim=claim_mcuboot,
        keep=True,
        serious=False,
        instead=HAND_IN,
    ),
)
