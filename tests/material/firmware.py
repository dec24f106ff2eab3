"""Firmware images written from the formats' documents: what the tests open, break and bend.

A tree is a dictionary of name -> `File`; each builder packs one into a format and takes what differs.
"""

import io
import struct
import tarfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PASSWD = b"root:x:0:0:root:/root:/bin/sh\n"


@dataclass(frozen=True)
class File:
    """A file to pack: `mode` with its type bits; a link's contents are its target."""

    content: bytes = b""
    mode: int = 0o100644
    uid: int = 0
    gid: int = 0


def link(target: str) -> File:
    """A symbolic link."""
    return File(target.encode(), 0o120777)


def device() -> File:
    """A character device."""
    return File(b"", 0o020600)


def folder() -> File:
    """A directory."""
    return File(b"", 0o040755)


ROOT: dict[str, File] = {
    "bin": folder(),
    "bin/sh": link("busybox"),
    "bin/busybox": File(b"\x7fELF" + b"BusyBox v1.30.1 (2020-01-01)\0" * 200, 0o104755),
    "dev": folder(),
    "dev/console": device(),
    "etc": folder(),
    "etc/passwd": File(PASSWD),
    "etc/shadow": File(b"root::0:0:99999:7:::\n", 0o100600, 0, 42),
    "lib": folder(),
}


def uimage(
    content: bytes, *, kind: int = 2, packing: int = 0, name: str = "Linux-5.10", size: int | None = None
) -> bytes:
    """A legacy U-Boot image."""
    header = struct.pack(
        ">IIIIIIIBBBB32s",
        0x27051956,
        0,
        0,
        len(content) if size is None else size,
        0x80008000,
        0x80008000,
        zlib.crc32(content),
        5,
        2,
        kind,
        packing,
        name.encode(),
    )
    return header[:4] + struct.pack(">I", zlib.crc32(header)) + header[8:] + content


def multi(contents: Sequence[bytes]) -> bytes:
    """A legacy image of several contents."""
    sizes = b"".join(struct.pack(">I", len(c)) for c in contents) + bytes(4)
    return uimage(sizes + b"".join(c + bytes(-len(c) % 4) for c in contents), kind=4)


def environment(
    variables: Mapping[str, str], *, size: int = 0x4000, flag: int | None = None, good: bool = True
) -> bytes:
    """A U-Boot environment of `size` bytes, redundant where `flag` is given."""
    text = b"".join(f"{k}={v}".encode() + b"\0" for k, v in variables.items()) + b"\0"
    head = 4 if flag is None else 5
    text = text.ljust(size - head, b"\0")
    checksum = zlib.crc32(text) ^ (0 if good else 1)
    return struct.pack("<I", checksum) + (b"" if flag is None else bytes([flag])) + text


VARIABLES = {
    "bootdelay": "3",
    "bootargs": "console=ttyS0,115200",
    "bootcmd": "bootm 0x9f100000",
    "ipaddr": "1.2.3.4",
}


def cpio(
    tree: Mapping[str, File] = ROOT, *, magic: bytes = b"070701", links: Mapping[str, int] | None = None
) -> bytes:
    """A newc archive; `links` gives names one inode number, only the last of them its contents."""
    out, links = b"", links or {}
    carriers = {number: name for name, number in links.items()}
    for number, (name, file) in enumerate(tree.items(), 1000):
        ino = links.get(name, number)
        content = file.content if name not in links or carriers[ino] == name else b""
        check = sum(content) & 0xFFFFFFFF if magic == b"070702" else 0
        out += _cpio_member(magic, name.encode(), file, ino, 2 if name in links else 1, content, check)
    return out + _cpio_member(magic, b"TRAILER!!!", File(mode=0), 0, 1, b"", 0)


def _cpio_member(
    magic: bytes, name: bytes, file: File, ino: int, nlink: int, content: bytes, check: int
) -> bytes:
    numbers = (ino, file.mode, file.uid, file.gid, nlink, 0, len(content), 8, 1, 0, 0, len(name) + 1, check)
    head = magic + b"".join(b"%08X" % number for number in numbers) + name + b"\0"
    head += bytes(-len(head) % 4)
    return head + content + bytes(-len(content) % 4)


def tar(tree: Mapping[str, File] = ROOT, *, format: int = tarfile.USTAR_FORMAT) -> bytes:
    """A tar archive by the standard library."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=format) as archive:
        for name, file in tree.items():
            member = tarfile.TarInfo(name)
            member.mode, member.uid, member.gid = file.mode & 0o7777, file.uid, file.gid
            kind = file.mode & 0o170000
            member.type = {
                0o040000: tarfile.DIRTYPE,
                0o120000: tarfile.SYMTYPE,
                0o020000: tarfile.CHRTYPE,
            }.get(kind, tarfile.REGTYPE)
            if kind == 0o120000:
                member.linkname = file.content.decode()
            member.size = len(file.content) if kind == 0o100000 else 0
            archive.addfile(member, io.BytesIO(file.content))
    return out.getvalue()


def jffs2_crc(data: bytes) -> int:
    """CRC-32 begun with 0 and not inverted."""
    return zlib.crc32(data, 0xFFFFFFFF) ^ 0xFFFFFFFF


class Jffs2:
    """A JFFS2 log that nodes are appended to."""

    def __init__(self, order: str = "<", magic: int = 0x1985) -> None:
        self.order, self.magic, self.out = order, magic, b""
        self.node(0x2003, b"")

    def node(self, kind: int, body: bytes) -> None:
        """Any node, its header checksum right."""
        head = struct.pack(self.order + "HHI", self.magic, kind, 12 + len(body))
        whole = head + struct.pack(self.order + "I", jffs2_crc(head)) + body
        self.out += whole + b"\xff" * (-len(whole) % 4)

    def name(self, parent: int, name: bytes, ino: int, *, version: int = 1, kind: int = 8) -> None:
        """A directory entry; ino 0 deletes the name."""
        total = 40 + len(name)
        head = struct.pack(self.order + "HHI", self.magic, 0xE001, total)
        body = struct.pack(self.order + "IIIIBBH", parent, version, ino, 0, len(name), kind, 0)
        crc = jffs2_crc(head + struct.pack(self.order + "I", jffs2_crc(head)) + body)
        self.node(0xE001, body + struct.pack(self.order + "II", crc, jffs2_crc(name)) + name)

    def data(
        self,
        ino: int,
        content: bytes,
        *,
        version: int = 1,
        mode: int = 0o100644,
        offset: int = 0,
        size: int | None = None,
        method: int = 0,
        packed: bytes | None = None,
    ) -> None:
        """A piece of an inode."""
        packed = (zlib.compress(content) if method == 6 else content) if packed is None else packed
        size = offset + len(content) if size is None else size
        head = struct.pack(self.order + "HHI", self.magic, 0xE002, 68 + len(packed))
        body = struct.pack(self.order + "IIIHHIIII", ino, version, mode, 0, 0, size, 0, 0, 0)
        body += struct.pack(self.order + "IIIBBH", offset, len(packed), len(content), method, 0, 0)
        body += struct.pack(self.order + "I", jffs2_crc(packed))
        crc = jffs2_crc((head + struct.pack(self.order + "I", jffs2_crc(head)) + body)[:60])
        self.node(0xE002, body + struct.pack(self.order + "I", crc) + packed)


def jffs2(
    tree: Mapping[str, File] = ROOT, *, order: str = "<", method: int = 6, magic: int = 0x1985
) -> bytes:
    """A file system of the tree."""
    log, inodes = Jffs2(order, magic), {"": 1}
    for number, (name, file) in enumerate(tree.items(), 2):
        inodes[name] = number
        parent, _, last = name.rpartition("/")
        log.name(inodes[parent], last.encode(), number, kind=file.mode >> 12)
        pieces = range(0, len(file.content), 4096) or [0]
        for version, at in enumerate(pieces, 1):
            piece = file.content[at : at + 4096]
            log.data(number, piece, version=version, mode=file.mode, offset=at, method=method if piece else 0)
    return log.out


def squashfs(tree: Mapping[str, File] = ROOT, *, loop: str | None = None) -> bytes:
    """A SquashFS 4.0 with gzip data, no fragments, its tables in one plain metadata block each.
    `loop` names a directory that leads back to the root."""
    block, data, base = 1 << 17, b"", 96
    children: dict[str, list[str]] = {"": []}
    for name in tree:
        children.setdefault(name.rpartition("/")[0], []).append(name)
        if tree[name].mode >> 12 == 4:
            children.setdefault(name, [])
    inodes, directories, places = b"", b"", dict[str, int]()
    for number, name in enumerate([*reversed(list(tree)), ""], 1):
        file = tree.get(name, folder())
        kind = {4: 1, 8: 2, 10: 3, 2: 5}[file.mode >> 12]
        if name == loop:
            places[name] = -1
            continue
        places[name] = len(inodes)
        head = struct.pack("<HHHHII", kind, file.mode & 0o7777, 0, 0, 0, number)
        if kind == 1:
            start, listing = len(directories), b""
            for child in sorted(children[name]):
                child_kind = {4: 1, 8: 2, 10: 3, 2: 5}[tree[child].mode >> 12]
                last = child.rpartition("/")[2].encode()
                listing += struct.pack("<III", 0, 0, 0) + struct.pack(
                    "<HhHH", places[child] & 0xFFFF, 0, child_kind, len(last) - 1
                )
                listing += last
            directories += listing
            inodes += head + struct.pack("<IIHHI", 0, 2, len(listing) + 3, start, 1)
        elif kind == 2:
            at = base + len(data)
            pieces = [file.content[i : i + block] for i in range(0, len(file.content), block)]
            packed = [zlib.compress(piece) for piece in pieces]
            data += b"".join(packed)
            inodes += head + struct.pack("<IIII", at, 0xFFFFFFFF, 0, len(file.content))
            inodes += b"".join(struct.pack("<I", len(p)) for p in packed)
        elif kind == 3:
            inodes += head + struct.pack("<II", 1, len(file.content)) + file.content
        else:
            inodes += head + struct.pack("<II", 1, 0x0501)
    if loop is not None:
        at = directories.find(struct.pack("<h", 0) + struct.pack("<HH", 1, len(loop.rpartition("/")[2]) - 1))
        directories = directories[: at - 2] + struct.pack("<H", places[""]) + directories[at:]
    inode_at = base + len(data)
    directory_at = inode_at + 2 + len(inodes)
    ids_at = directory_at + 2 + len(directories)
    id_table = ids_at + 2 + 4
    end = id_table + 8
    head = struct.pack(
        "<IIIIIHHHHHHQQQQQQQQ",
        0x73717368,
        len(tree) + 1,
        0,
        block,
        0,
        1,
        17,
        0,
        1,
        4,
        0,
        places[""],
        end,
        id_table,
        (1 << 64) - 1,
        inode_at,
        directory_at,
        (1 << 64) - 1,
        (1 << 64) - 1,
    )
    out = head + data + _plain(inodes) + _plain(directories) + _plain(bytes(4)) + struct.pack("<Q", ids_at)
    return out + bytes(-len(out) % 4096)


def _plain(content: bytes) -> bytes:
    assert len(content) <= 8192
    return struct.pack("<H", 0x8000 | len(content)) + content


def flash(*placed: tuple[int, bytes], size: int = 0x100000) -> bytes:
    """A flash chip of `size` bytes, erased but for what is placed at offsets."""
    out = bytearray(b"\xff" * size)
    for offset, content in placed:
        out[offset : offset + len(content)] = content
    return bytes(out)
