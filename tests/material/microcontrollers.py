"""Images for microcontrollers written from the formats' documents."""

import hashlib
import struct
from collections.abc import Iterable

BANNER = b"*** Booting Zephyr OS build v3.5.0 ***\n\0"
PROGRAM = (b"\x00\x20\x00\x20\x01\x01\x00\x08" + bytes(range(1, 200)) * 3 + BANNER).ljust(1024, b"\x5a")
"""What a small Arm program looks like from outside, with a banner."""


def hex_record(kind: int, address: int, content: bytes) -> bytes:
    """One line of Intel HEX."""
    raw = bytes((len(content), address >> 8 & 0xFF, address & 0xFF, kind)) + content
    return b":" + (raw + bytes((-sum(raw) & 0xFF,))).hex().upper().encode() + b"\r\n"


def hex_file(*placed: tuple[int, bytes], entry: int | None = None) -> bytes:
    """Intel HEX with each content at its address."""
    out, upper = b"", None
    for address, content in placed or ((0x08000000, PROGRAM),):
        for at in range(0, len(content), 16):
            if (address + at) >> 16 != upper:
                upper = (address + at) >> 16
                out += hex_record(4, 0, upper.to_bytes(2, "big"))
            out += hex_record(0, address + at & 0xFFFF, content[at : at + 16])
    if entry is not None:
        out += hex_record(5, 0, entry.to_bytes(4, "big"))
    return out + hex_record(1, 0, b"")


def s_record(kind: int, address: int, content: bytes) -> bytes:
    """One S-record."""
    width = {0: 2, 1: 2, 2: 3, 3: 4, 7: 4, 8: 3, 9: 2}[kind]
    raw = bytes((width + len(content) + 1,)) + address.to_bytes(width, "big") + content
    return b"S%d" % kind + (raw + bytes((~sum(raw) & 0xFF,))).hex().upper().encode() + b"\n"


def s_records(*placed: tuple[int, bytes]) -> bytes:
    """S-records with 32-bit addresses."""
    out = s_record(0, 0, b"HDR")
    for address, content in placed or ((0x08000000, PROGRAM),):
        out += b"".join(s_record(3, address + at, content[at : at + 32]) for at in range(0, len(content), 32))
    return out + s_record(7, 0x08000000, b"")


def uf2(content: bytes = PROGRAM, *, address: int = 0x10000000, family: int = 0xE48BFF56) -> bytes:
    """A UF2 file of one family."""
    pieces = [content[at : at + 256] for at in range(0, len(content), 256)]
    out = b""
    for number, piece in enumerate(pieces):
        head = struct.pack(
            "<8I",
            0x0A324655,
            0x9E5D5157,
            0x2000,
            address + number * 256,
            len(piece),
            number,
            len(pieces),
            family,
        )
        out += (head + piece).ljust(508, b"\0") + struct.pack("<I", 0x0AB16F30)
    return out


def mcuboot(
    body: bytes = PROGRAM,
    *,
    flags: int = 0,
    tags: Iterable[tuple[int, bytes]] = (),
    protected: Iterable[tuple[int, bytes]] = (),
    version: tuple[int, int, int, int] = (1, 2, 3, 0),
) -> bytes:
    """An MCUboot image with its hash, and further tags."""
    shielded = b"".join(struct.pack("<HH", kind, len(value)) + value for kind, value in protected)
    if shielded:
        shielded = struct.pack("<HH", 0x6908, len(shielded) + 4) + shielded
    head = struct.pack("<IIHHIIBBHII", 0x96F3B83D, 0, 32, len(shielded), len(body), flags, *version, 0)
    whole = head + body + shielded
    values = [(0x10, hashlib.sha256(whole).digest()), *tags]
    plain = b"".join(struct.pack("<HH", kind, len(value)) + value for kind, value in values)
    return whole + struct.pack("<HH", 0x6907, len(plain) + 4) + plain


def elf(body: bytes = PROGRAM, *, address: int = 0x08000000, wide: bool = False) -> bytes:
    """A bare-metal executable of one segment."""
    ident = b"\x7fELF" + bytes((2 if wide else 1, 1, 1)) + bytes(9)
    if wide:
        head = ident + struct.pack("<HHIQQQIHHHHHH", 2, 243, 1, address, 64, 0, 0, 64, 56, 1, 0, 0, 0)
        table = struct.pack("<IIQQQQQQ", 1, 5, 120, address, address, len(body), len(body), 4)
    else:
        head = ident + struct.pack("<HHIIIIIHHHHHH", 2, 40, 1, address, 52, 0, 0, 52, 32, 1, 0, 0, 0)
        table = struct.pack("<8I", 1, 84, address, address, len(body), len(body), 5, 4)
    return head + table + body


GOOD = {
    "elf": elf,
    "intel-hex": hex_file,
    "mcuboot": mcuboot,
    "s-record": s_records,
    "uf2": uf2,
}
