"""Images for microcontrollers written from the formats' documents."""

import hashlib
import struct
import zlib
from collections.abc import Iterable
from functools import reduce

from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

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
    order: str = "<",
) -> bytes:
    """An MCUboot image with its hash, and further tags."""
    shielded = b"".join(struct.pack(order + "HH", kind, len(value)) + value for kind, value in protected)
    if shielded:
        shielded = struct.pack(order + "HH", 0x6908, len(shielded) + 4) + shielded
    head = struct.pack(order + "IIHHIIBBHII", 0x96F3B83D, 0, 32, len(shielded), len(body), flags, *version, 0)
    whole = head + body + shielded
    values = [(0x10, hashlib.sha256(whole).digest()), *tags]
    plain = b"".join(struct.pack(order + "HH", kind, len(value)) + value for kind, value in values)
    return whole + struct.pack(order + "HH", 0x6907, len(plain) + 4) + plain


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


def esp_description(*, project: str = "netcam", version: str = "1.4.2", idf: str = "v5.1.2") -> bytes:
    """What an application says of itself, at the start of its first segment."""
    texts = (version, 32), (project, 32), ("12:00:00", 16), ("Feb  3 2025", 16), (idf, 32)
    named = b"".join(text.encode().ljust(size, b"\0") for text, size in texts)
    return (struct.pack("<IIII", 0xABCD5432, 3, 0, 0) + named).ljust(256, b"\0")


def esp_loader_description(*, idf: str = "v5.2.1") -> bytes:
    """The same of a boot loader."""
    head = struct.pack("<B3xI", 0x50, 1) + idf.encode().ljust(32, b"\0")
    return (head + b"Feb  3 2025 12:00:00".ljust(24, b"\0")).ljust(80, b"\0")


def esp_image(
    *segments: tuple[int, bytes], chip: int = 0, digest: bool = True, signed: bool = False
) -> bytes:
    """An ESP32 image as the tool writes it."""
    segments = segments or ((0x3F400020, esp_description() + PROGRAM), (0x40080000, PROGRAM))
    out = struct.pack("<BBBBI", 0xE9, len(segments), 2, 0x20, 0x40080000) + b"\xee\0\0\0"
    out += struct.pack("<H", chip) + bytes(9) + bytes((digest,))
    total = 0xEF
    for address, content in segments:
        out += struct.pack("<II", address, len(content)) + content
        total = reduce(lambda one, other: one ^ other, content, total)
    out += bytes(15 - len(out) % 16) + bytes((total,))
    out += hashlib.sha256(out).digest() if digest else b""
    return esp_signed(out) if signed else out


def esp_signed(image: bytes, curve: ec.EllipticCurve | None = None, *, blocks: int = 1) -> bytes:
    """`image` with Secure Boot v2 blocks behind it, signed by keys of this moment: RSA, or of a curve."""
    padded = image.ljust(-(-len(image) // 4096) * 4096, b"\xff")
    digest = hashlib.sha256(padded).digest()
    sector = b"".join(_esp_block(digest, curve) for _ in range(blocks))
    return padded + sector.ljust(4096, b"\xff")


def _esp_block(digest: bytes, curve: ec.EllipticCurve | None) -> bytes:
    prehashed = Prehashed(SHA256())
    if curve is None:
        rsa_key = rsa.generate_private_key(65537, 3072)
        numbers = rsa_key.public_key().public_numbers()
        signature = rsa_key.sign(digest, padding.PSS(padding.MGF1(SHA256()), 32), prehashed)
        key = numbers.n.to_bytes(384, "little") + numbers.e.to_bytes(4, "little") + bytes(388)
        body = b"\xe7\x02\0\0" + digest + key + signature[::-1]
    else:
        ec_key = ec.generate_private_key(curve)
        size, point = (curve.key_size + 7) // 8, ec_key.public_key().public_numbers()
        halves = decode_dss_signature(ec_key.sign(digest, ec.ECDSA(prehashed)))
        told = [b"".join(n.to_bytes(size, "little") for n in pair) for pair in ((point.x, point.y), halves)]
        number = bytes((1 if size == 24 else 2,))
        body = b"\xe7\x03\0\0" + digest + number + told[0].ljust(64, b"\0") + told[1].ljust(64, b"\0")
    body = body.ljust(1196, b"\0")
    return body + struct.pack("<I", zlib.crc32(body)) + bytes(16)


def esp8266() -> bytes:
    """An ESP8266 image of one segment."""
    out = struct.pack("<BBBBI", 0xE9, 1, 2, 0x20, 0x40100004) + struct.pack("<II", 0x40100000, 256)
    out += bytes(range(256))
    return out + bytes(15 - len(out) % 16) + b"\xef"


ROWS = (
    (1, 2, 0x9000, 0x3000, "nvs", 0),
    (1, 0, 0xC000, 0x2000, "otadata", 0),
    (0, 0x10, 0x10000, 0x8000, "app0", 0),
    (0, 0x11, 0x20000, 0x8000, "app1", 1),
    (1, 0x82, 0x28000, 0x4000, "storage", 0),
)


def esp_table(rows: Iterable[tuple[int, int, int, int, str, int]] = ROWS, *, checked: bool = True) -> bytes:
    """A partition table with its MD5."""
    table = b"".join(
        struct.pack("<HBBII16sI", 0x50AA, kind, use, offset, size, name.encode(), flags)
        for kind, use, offset, size, name, flags in rows
    )
    if checked:
        table += b"\xeb\xeb" + b"\xff" * 14 + hashlib.md5(table, usedforsecurity=False).digest()
    return table.ljust(0xC00, b"\xff")


def esp_choice(number: int) -> bytes:
    """A sector of OTA data."""
    raw = struct.pack("<I", number)
    crc = zlib.crc32(raw, 0xFFFFFFFF)
    return (raw + b"\xff" * 24 + struct.pack("<I", crc)).ljust(0x1000, b"\xff")


def esp_flash(
    app: bytes | None = None,
    *,
    storage: bytes = b"",
    skipped: int = 0,
    other: bytes | None = None,
    logged: bytes = b"",
    rows: Iterable[tuple[int, int, int, int, str, int]] = ROWS,
) -> bytes:
    """A merged flash image; `skipped` bytes at its start are left out. `app` and `other` are its programs, `logged` are strings of the boot
    loader, `rows` the partition table."""
    loader = esp_image((0x3FFF0030, esp_loader_description() + PROGRAM + logged + bytes(-len(logged) % 4)))
    out = bytearray(b"\xff" * 0x2C000)
    placed = {
        0x1000: loader,
        0x8000: esp_table(rows),
        0x9000: b"\xfe\xff\xff\xff" + b"wifi settings \x00\x01" * 8,
        0xC000: esp_choice(1) + esp_choice(2),
        0x10000: esp_image() if app is None else app,
        0x20000: esp_image((0x3F400020, esp_description(version="1.5.0") + PROGRAM))
        if other is None
        else other,
        0x28000: storage,
    }
    for offset, content in placed.items():
        out[offset : offset + len(content)] = content
    return bytes(out[skipped:])


GOOD = {
    "elf": elf,
    "esp32-app": esp_image,
    "esp32-flash": esp_flash,
    "esp32-image": esp_image,
    "esp32-partitions": esp_table,
    "esp8266-image": esp8266,
    "intel-hex": hex_file,
    "mcuboot": mcuboot,
    "s-record": s_records,
    "uf2": uf2,
}
