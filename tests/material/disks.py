"""Disks with partition tables, and Android's images, written from their documents."""

import hashlib
import struct
import zlib
from collections.abc import Mapping, Sequence

SECTOR = 512


def mbr(partitions: Sequence[tuple[int, int, bytes]], *, sectors: int | None = None) -> bytes:
    """A disk of (kind, first sector, contents); an extended partition's contents are its own business."""
    end = max(start + -(-len(content) // SECTOR) for _, start, content in partitions)
    out = bytearray((sectors or end) * SECTOR)
    for number, (kind, start, content) in enumerate(partitions):
        row = struct.pack("<BxxxBxxxII", 0x80 * (number == 0), kind, start, -(-len(content) // SECTOR))
        out[446 + 16 * number : 462 + 16 * number] = row
        out[start * SECTOR : start * SECTOR + len(content)] = content
    out[510:512] = b"\x55\xaa"
    return bytes(out)


def logical(content: bytes, *, following: int = 0, at: int = 1) -> bytes:
    """An extended record with its logical partition `at` sectors behind it; `following` is where the
    next record lies in the extended partition."""
    count = -(-len(content) // SECTOR)
    out = bytearray(SECTOR * at)
    out[446:462] = struct.pack("<BxxxBxxxII", 0, 0x83, at, count)
    if following:
        out[462:478] = struct.pack("<BxxxBxxxII", 0, 0x05, following, 1)
    out[510:512] = b"\x55\xaa"
    return bytes(out) + content + bytes(-len(content) % SECTOR)


def gpt(partitions: Mapping[str, bytes], *, first: int = 34, sector: int = SECTOR) -> bytes:
    """A disk of named partitions, with both headers."""
    entries, body, at = b"", b"", first
    for name, content in partitions.items():
        count = -(-len(content) // sector)
        entries += struct.pack(
            "<16s16sQQQ72s", b"\1" * 16, b"\2" * 16, at, at + count - 1, 0, name.encode("utf-16-le")
        )
        body += content + bytes(-len(content) % sector)
        at += count
    entries = entries.ljust(128 * 4, b"\0")
    last = at + 1
    record = mbr([(0xEE, 1, bytes(SECTOR))], sectors=1)[:SECTOR] if sector == SECTOR else None
    record = record or (bytes(510) + b"\x55\xaa").ljust(sector, b"\0")

    def header(here: int, there: int, table: int) -> bytes:
        fields = (
            0x10000,
            92,
            0,
            0,
            here,
            there,
            first,
            at - 1,
            bytes(16),
            table,
            4,
            128,
            zlib.crc32(entries),
        )
        head = b"EFI PART" + struct.pack("<IIIIQQQQ16sQIII", *fields)
        return (head[:16] + struct.pack("<I", zlib.crc32(head)) + head[20:]).ljust(sector, b"\0")

    front = record + header(1, last, 2) + entries
    return front.ljust(first * sector, b"\0") + body + entries.ljust(sector, b"\0") + header(last, 1, at)


def sparse(chunks: Sequence[tuple[int, bytes, int]], *, block: int = 4096) -> bytes:
    """A sparse image of chunks (kind, what it holds, blocks)."""
    head = struct.pack(
        "<IHHHHIIII", 0xED26FF3A, 1, 0, 28, 12, block, sum(c[2] for c in chunks), len(chunks), 0
    )
    return head + b"".join(
        struct.pack("<HHII", kind, 0, count, 12 + len(content)) + content for kind, content, count in chunks
    )


def boot(kernel: bytes, ramdisk: bytes, *, version: int = 0, tree: bytes = b"", page: int = 2048) -> bytes:
    """A boot image of version 0 to 2."""
    head = b"ANDROID!" + struct.pack("<10I", len(kernel), 0, len(ramdisk), 0, 0, 0, 0, page, version, 0)
    head += bytes(16) + b"console=ttyS0 quiet".ljust(512, b"\0") + bytes(32) + bytes(1024)
    head += struct.pack("<IQIIQ", 0, 0, 1660, len(tree), 0) if version else b""
    return b"".join(part + bytes(-len(part) % page) for part in (head, kernel, ramdisk, tree))


def boot_4(kernel: bytes, ramdisk: bytes, signature: bytes) -> bytes:
    """A boot image of version 4."""
    head = b"ANDROID!" + struct.pack("<9I", len(kernel), len(ramdisk), 0, 1584, 0, 0, 0, 0, 4)
    head += b"console=ttyS0".ljust(1536, b"\0") + struct.pack("<I", len(signature))
    return b"".join(part + bytes(-len(part) % 4096) for part in (head, kernel, ramdisk, signature))


def vendor_boot(ramdisk: bytes, tree: bytes) -> bytes:
    """A vendor boot image of version 3."""
    head = (
        b"VNDRBOOT"
        + struct.pack("<5I", 3, 2048, 0, 0, len(ramdisk))
        + b"androidboot.console=ttyS0".ljust(2048, b"\0")
    )
    head += bytes(20) + struct.pack("<IIQ", 2112, len(tree), 0)
    return b"".join(part + bytes(-len(part) % 2048) for part in (head, ramdisk, tree))


def vbmeta(descriptors: bytes = b"", *, flags: int = 0, rollback: int = 7, good: bool = True) -> bytes:
    """A `vbmeta` structure that says SHA256_RSA2048, its signature zeros."""
    auxiliary = descriptors + bytes(-len(descriptors) % 64)
    head = (
        b"AVB0" + struct.pack(">IIQQI", 1, 0, 320, len(auxiliary), 1) + struct.pack(">QQQQ", 0, 32, 32, 256)
    )
    head += bytes(32) + struct.pack(">QQQII", 0, len(descriptors), rollback, flags, 0)
    head = head.ljust(256, b"\0")
    digest = hashlib.sha256(head + auxiliary).digest()
    return head + (digest if good else bytes(32)).ljust(320, b"\0") + auxiliary


def hash_tree_descriptor(name: str, *, place: int, size: int) -> bytes:
    """The descriptor of a partition's hash tree."""
    body = struct.pack(
        ">IQQQIIIQQ32sIIII60x", 1, place, place, size, 4096, 4096, 0, 0, 0, b"sha256", len(name), 0, 0, 0
    )
    body += name.encode()
    body += bytes(-len(body) % 8)
    return struct.pack(">QQ", 1, len(body)) + body


def footer(vbmeta_at: int, vbmeta_size: int, original: int) -> bytes:
    """The last 64 bytes of a partition."""
    return b"AVBf" + struct.pack(">IIQQQ28x", 1, 0, original, vbmeta_at, vbmeta_size)


def verity(*, blocks: int = 300, tree: bytes | None = None) -> bytes:
    """A dm-verity superblock with the hash tree of `blocks` blocks."""
    head = b"verity\0\0" + struct.pack("<II16s32sIIQH6x", 1, 1, bytes(16), b"sha256", 4096, 4096, blocks, 32)
    level, total = blocks, 0
    while level > 1:
        level = -(-level // 128)
        total += level
    return head.ljust(4096, b"\0") + (tree or bytes(range(256)) * 16 * total)
