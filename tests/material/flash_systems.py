"""File systems for small flash written from the formats' documents: littlefs, SPIFFS, YAFFS2."""

import struct
import zlib
from collections.abc import Mapping

from material.firmware import ROOT, File

FILES = {"wifi.conf": b"ssid=home\n", "log.txt": b"started\n" * 200, "empty": b""}


class Log:
    """One metadata block of littlefs that tags are appended to."""

    def __init__(self, block: int, *, revision: int = 1) -> None:
        self.block, self.out, self.previous = block, struct.pack("<I", revision), 0xFFFFFFFF
        self.begin = 0

    def tag(self, kind: int, number: int, data: bytes = b"") -> None:
        """One tag with its data."""
        tag = kind << 20 | number << 10 | len(data)
        self.out += struct.pack(">I", tag ^ self.previous) + data
        self.previous = tag

    def commit(self, *, good: bool = True) -> None:
        """The checksum over all since the last one."""
        tag = 0x500 << 20 | 0x3FF << 10 | 4
        self.out += struct.pack(">I", tag ^ self.previous)
        crc = zlib.crc32(self.out[self.begin :]) ^ 0xFFFFFFFF
        self.out += struct.pack("<I", crc if good else crc ^ 1)
        self.previous, self.begin = tag, len(self.out)

    def whole(self) -> bytes:
        """The block, erased where nothing is written."""
        return self.out.ljust(self.block, b"\xff")


def littlefs(files: Mapping[str, bytes] = FILES, *, block: int = 512, blocks: int = 16) -> bytes:
    """A volume of one folder, with the contents that are too large for it in a skip list."""
    log, out = Log(block), bytearray(b"\xff" * block * blocks)
    log.tag(0x0FF, 0, b"littlefs")
    log.tag(0x201, 0, struct.pack("<6I", 0x20001, block, blocks, 255, 1 << 31, 1022))
    free = 4
    for number, (name, content) in enumerate(files.items(), 1):
        log.tag(0x401, number)
        log.tag(0x001, number, name.encode())
        if len(content) <= 64:
            log.tag(0x201, number, content)
            continue
        places: list[int] = []
        rest, index = content, 0
        while rest:
            pointers = [
                places[index - (1 << power)]
                for power in range(((index & -index).bit_length()) if index else 0)
            ]
            head = b"".join(struct.pack("<I", pointer) for pointer in pointers)
            piece, rest = rest[: block - len(head)], rest[block - len(head) :]
            out[free * block : free * block + len(head) + len(piece)] = head + piece
            places.append(free)
            free, index = free + 1, index + 1
        log.tag(0x202, number, struct.pack("<II", places[-1], len(content)))
    log.commit()
    out[:block] = log.whole()
    return bytes(out)


def spiffs(
    files: Mapping[str, bytes] = FILES, *, page: int = 256, block: int = 4096, blocks: int = 8
) -> bytes:
    """A volume as the image generator writes it."""
    most = block // page - 1
    written: list[tuple[int, bytes]] = []
    for identity, (name, content) in enumerate(files.items(), 1):
        head = struct.pack("<HHB3xIB", identity | 0x8000, 0, 0xF8, len(content), 1)
        written.append((identity | 0x8000, head + f"/{name}".encode().ljust(32, b"\0")))
        for number, at in enumerate(range(0, len(content), page - 5)):
            piece = content[at : at + page - 5]
            written.append((identity, struct.pack("<HHB", identity, number, 0xFC) + piece))
    out = b""
    for number in range(blocks):
        mine = written[number * most : (number + 1) * most]
        table = b"".join(struct.pack("<H", row) for row, _ in mine)
        magic = struct.pack("<HH", 0xFFFF, (0x20140529 ^ page ^ (blocks - number)) & 0xFFFF)
        out += table.ljust(page - 4, b"\xff") + magic
        out += b"".join(content.ljust(page, b"\xff") for _, content in mine).ljust(block - page, b"\xff")
    return out


class Yaffs:
    """A YAFFS2 image that chunks are appended to."""

    def __init__(self, order: str = "<", *, chunk: int = 2048, spare: int = 64, skip: int = 0) -> None:
        self.order, self.chunk, self.spare, self.skip, self.out = order, chunk, spare, skip, b""

    def write(self, identity: int, number: int, data: bytes, *, sequence: int = 0x1001) -> None:
        """A chunk and its tags."""
        tags = struct.pack(self.order + "IIII", sequence, identity, number, len(data) if number else 0xFFFF)
        spare = (b"\xff" * self.skip + tags).ljust(self.spare, b"\xff")
        self.out += data.ljust(self.chunk, b"\xff") + spare

    def header(self, identity: int, parent: int, name: bytes, file: File, **more: int) -> None:
        """The header of an object."""
        kind = {8: 1, 10: 2, 4: 3, 2: 5}[file.mode >> 12]
        size = len(file.content) if kind == 1 else 0
        raw = struct.pack(self.order + "IIH", kind, parent, 0xFFFF) + name.ljust(258, b"\0")
        raw += struct.pack(self.order + "8I", file.mode, file.uid, file.gid, 0, 0, 0, size, 0xFFFFFFFF)
        raw += (file.content if kind == 2 else b"").ljust(160, b"\0") + struct.pack(self.order + "I", 0)
        self.write(identity, 0, raw, **more)


def yaffs2(tree: Mapping[str, File] = ROOT, **layout: int | str) -> bytes:
    """The tree."""
    image, numbers = Yaffs(**layout), {"": 1}
    for identity, (name, file) in enumerate(tree.items(), 257):
        numbers[name] = identity
        folder, _, last = name.rpartition("/")
        image.header(identity, numbers[folder], last.encode(), file)
        if file.mode >> 12 == 8:
            for number, at in enumerate(range(0, len(file.content), image.chunk), 1):
                image.write(identity, number, file.content[at : at + image.chunk])
    return image.out


GOOD = {"littlefs": littlefs, "spiffs": spiffs, "yaffs2": yaffs2}
