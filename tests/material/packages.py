"""Update packages, software packages and boot packages written from the formats' documents."""

import gzip
import hashlib
import io
import struct
import tarfile
import zlib
from collections.abc import Mapping

from material import firmware as made
from material.microcontrollers import PROGRAM

MANIFEST = b"[update]\ncompatible=acme netcam\nversion=2.1\n\n[bundle]\nformat=verity\n"


def der(tag: int, content: bytes) -> bytes:
    """One DER element with a two-byte length."""
    return bytes((tag, 0x82)) + struct.pack(">H", len(content)) + content


def cms(content: bytes = MANIFEST) -> bytes:
    """A CMS structure without a signer, which says the manifest."""
    inside = der(0x30, b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01" + der(0xA0, der(0x04, content)))
    signed = der(0x30, b"\x02\x01\x03" + der(0x31, b"") + inside + der(0x31, b"\x30\0" * 120))
    return der(0x30, b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02" + der(0xA0, signed))


def rauc_tail(tree: bytes = b"") -> bytes:
    """What follows the squashfs of a RAUC bundle."""
    manifest = MANIFEST + (b"verity-size=%d\n" % len(tree) if tree else b"")
    signature = cms(manifest)
    return tree + signature + struct.pack(">Q", len(signature))


def ar(members: Mapping[str, bytes]) -> bytes:
    """An ar archive in the common form."""
    out = b"!<arch>\n"
    for name, content in members.items():
        out += f"{name + '/':<16}{0:<12}{0:<6}{0:<6}{'100644':<8}{len(content):<10}`\n".encode()
        out += content + b"\n" * (len(content) % 2)
    return out


CONTROL = b"Package: netcam\nVersion: 1.0-2\nArchitecture: mipsel\n"


def deb() -> bytes:
    """A Debian package."""
    return ar(
        {
            "debian-binary": b"2.0\n",
            "control.tar.gz": gzip.compress(made.tar({"control": made.File(CONTROL)}), mtime=0),
            "data.tar.gz": gzip.compress(made.tar(), mtime=0),
        }
    )


def _cut_tar(tree: Mapping[str, made.File]) -> bytes:
    """A tar without its end blocks."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, file in tree.items():
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(file.content), file.mode & 0o7777
            archive.addfile(member, io.BytesIO(file.content))
        return out.getvalue()[: archive.offset]


def apk() -> bytes:
    """An Alpine package: three gzip streams that are one tar."""
    info = b"pkgname = netcam\npkgver = 1.0-r2\narch = armv7\n"
    pieces = (
        _cut_tar({".SIGN.RSA.key.rsa.pub": made.File(bytes(256))}),
        _cut_tar({".PKGINFO": made.File(info)}),
        made.tar(),
    )
    return b"".join(gzip.compress(piece, mtime=0) for piece in pieces)


def _rpm_header(values: list[tuple[int, int, bytes]]) -> bytes:
    index, store = b"", b""
    for tag, kind, raw in values:
        index += struct.pack(">IIII", tag, kind, len(store), 1)
        store += raw
    return b"\x8e\xad\xe8\x01" + struct.pack(">III", 0, len(values), len(store)) + index + store


def rpm() -> bytes:
    """A package of the usual tree."""
    payload = gzip.compress(made.cpio(), mtime=0)
    texts = {1000: b"netcam", 1001: b"1.0", 1002: b"2", 1014: b"MIT", 1022: b"armv7hl"}
    values = [(tag, 6, text + b"\0") for tag, text in texts.items()]
    values.append((5092, 8, hashlib.sha256(payload).hexdigest().encode() + b"\0"))
    pad = -sum(len(raw) for _, _, raw in values) % 4
    values[-1] = (5092, 8, values[-1][2] + bytes(pad))
    header = _rpm_header([*values, (5093, 4, struct.pack(">I", 8))])
    signature = _rpm_header([(1000, 4, struct.pack(">I", len(header) + len(payload)))])
    lead = b"\xed\xab\xee\xdb\x03\0\0\0\0\x01netcam".ljust(78, b"\0") + struct.pack(">HH", 5, 5)
    return lead.ljust(96, b"\0") + signature + bytes(-len(signature) % 8) + header + payload


BL2 = bytes.fromhex("5ff9ec0b4d223e4da544c39d81c73f0a")
BL33 = bytes.fromhex("d6d0eea7fcead54b97829934f234b6e4")
UNKNOWN = bytes.fromhex("000102030405060708090a0b0c0d0e0f")


def fip(*contents: tuple[bytes, bytes]) -> bytes:
    """A firmware image package."""
    contents = contents or ((BL2, PROGRAM), (BL33, PROGRAM[::-1]))
    position = 16 + 40 * (len(contents) + 1)
    table, body = struct.pack("<IIQ", 0xAA640001, 0x12345678, 0), b""
    for name, content in contents:
        table += name + struct.pack("<QQQ", position + len(body), len(content), 0)
        body += content
    return table + bytes(16) + struct.pack("<QQQ", position + len(body), 0, 0) + body


def imx(*, signed: bool = False, body: bytes = PROGRAM) -> bytes:
    """An i.MX boot image from its vectors on, which lie 0x400 into what is loaded."""
    own = 0x877FF400
    program = 0x400
    csf = program + len(body)
    size = csf + (0x100 if signed else 0)
    vectors = b"\xd1\0\x20\x40" + struct.pack(
        "<7I", own + program, 0, 0, own + 0x20, own, own + csf if signed else 0, 0
    )
    out = (vectors + struct.pack("<III", own - 0x400, size + 0x400, 0)).ljust(program, b"\0") + body
    return out + (b"\xd4\0\x50\x41".ljust(0x100, b"\x33") if signed else b"")


def sevenzip(name: str = "app.bin", content: bytes = PROGRAM) -> bytes:
    """A 7z archive of one stored file."""

    def number(value: int) -> bytes:
        return bytes((value,)) if value < 0x80 else bytes((0x80 | value >> 8, value & 0xFF))

    names = b"\0" + name.encode("utf-16-le") + b"\0\0"
    header = b"\x01\x04\x06\0\x01\x09" + number(len(content)) + b"\0"
    header += b"\x07\x0b\x01\0\x01\x01\0\x0c" + number(len(content)) + b"\0"
    header += b"\x08\x0a\x01" + struct.pack("<I", zlib.crc32(content)) + b"\0\0"
    header += b"\x05\x01\x11" + number(len(names)) + names + b"\0\0"
    start = struct.pack("<QQI", len(content), len(header), zlib.crc32(header))
    return b"7z\xbc\xaf\x27\x1c\0\x04" + struct.pack("<I", zlib.crc32(start)) + start + content + header


GOOD = {
    "7z": sevenzip,
    "ar": lambda: ar({"hello.o": b"\x7fELF" + PROGRAM, "a.txt": b"text " * 30}),
    "cms": rauc_tail,
    "deb": deb,
    "fip": fip,
    "imx-boot": imx,
    "rpm": rpm,
}
