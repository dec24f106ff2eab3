"""An ext file system of one group, written from the kernel's documents."""

import struct
from collections.abc import Mapping

from material.firmware import ROOT, File, folder

BLOCK = 1024
_TABLE = 5
_KINDS = {8: 1, 4: 2, 2: 3, 6: 4, 1: 5, 12: 6, 10: 7}


class Ext:
    """Blocks and inodes; `extents` says how contents are found."""

    def __init__(
        self, *, blocks: int = 128, inodes: int = 64, extents: bool = True, incompatible: int = 0
    ) -> None:
        self.extents, self.inodes = extents, inodes
        self.incompatible = incompatible | 0x2 | (0x40 if extents else 0)
        self.out = bytearray(blocks * BLOCK)
        self.next = _TABLE + inodes * 128 // BLOCK

    def put(self, content: bytes) -> int:
        """Contents in blocks of their own, one after the other; the number of the first."""
        first = self.next
        self.out[first * BLOCK : first * BLOCK + len(content)] = content
        self.next += -(-len(content) // BLOCK)
        return first

    def inode(self, number: int, file: File, *, size: int | None = None, flags: int = 0) -> None:
        """An inode and its contents."""
        content, pointers = file.content, b""
        length = len(content) if size is None else size
        if file.mode >> 12 == 10 and length < 60:
            pointers, count = content, 0
        else:
            count = -(-len(content) // BLOCK)
            first = self.put(content)
            if self.extents and count:
                flags |= 0x80000
                pointers = struct.pack("<4HIIHHI", 0xF30A, 1, 4, 0, 0, 0, count, 0, first)
            else:
                numbers = list(range(first, first + count))
                beyond = self.put(struct.pack(f"<{count - 12}I", *numbers[12:])) if count > 12 else 0
                pointers = struct.pack("<13I", *(numbers[:12] + [0] * 12)[:12], beyond)
        body = struct.pack("<HHIIIIIHHIII", file.mode, file.uid & 0xFFFF, length & 0xFFFFFFFF, 0, 0, 0, 0,
                           file.gid & 0xFFFF, 1, count * 2, flags, 0)  # fmt: skip
        body += pointers.ljust(60, b"\0") + struct.pack("<III", 0, 0, length >> 32)
        body = body.ljust(120, b"\0") + struct.pack("<HH", file.uid >> 16, file.gid >> 16)
        at = _TABLE * BLOCK + (number - 1) * 128
        self.out[at : at + 128] = body.ljust(128, b"\0")

    def image(self) -> bytes:
        """The file system."""
        blocks = len(self.out) // BLOCK
        sb = struct.pack("<13I", self.inodes, blocks, 0, 0, 0, 1, 0, 0, 8192, 8192, self.inodes, 0, 0)
        sb += struct.pack(
            "<HHHHHHIIIIHHIHHIII",
            0,
            20,
            0xEF53,
            1,
            1,
            0,
            0,
            0,
            0,
            1,
            0,
            0,
            11,
            128,
            0,
            0,
            self.incompatible,
            0,
        )
        self.out[BLOCK : BLOCK + len(sb)] = sb
        self.out[2 * BLOCK : 2 * BLOCK + 12] = struct.pack("<III", 3, 4, _TABLE)
        return bytes(self.out)


def listing(names: Mapping[str, tuple[int, int]]) -> bytes:
    """A directory block of name -> (inode, mode)."""
    out, rows = b"", list(names.items())
    for number, (name, (inode, mode)) in enumerate(rows):
        raw = name.encode()
        length = -(-(8 + len(raw)) // 4) * 4
        length = BLOCK - len(out) if number == len(rows) - 1 else length
        out += struct.pack("<IHBB", inode, length, len(raw), _KINDS[mode >> 12]) + raw.ljust(
            length - 8, b"\0"
        )
    return out


def ext(tree: Mapping[str, File] = ROOT, *, extents: bool = True, incompatible: int = 0) -> bytes:
    """A file system of the tree."""
    return filled(tree, extents=extents, incompatible=incompatible).image()


def filled(
    tree: Mapping[str, File] = ROOT,
    *,
    extents: bool = True,
    incompatible: int = 0,
    more: Mapping[str, tuple[int, int]] | None = None,
) -> Ext:
    """The writer with the tree; `more` names in the root directory."""
    made, inodes = Ext(extents=extents, incompatible=incompatible), {"": 2}
    inodes |= {name: number for number, name in enumerate(tree, 12)}
    for name, number in inodes.items():
        file = tree.get(name, folder())
        if file.mode >> 12 == 4:
            below = {".": (number, 0o040755), "..": (2, 0o040755)}
            for child in tree:
                parent, _, last = child.rpartition("/")
                if parent == name:
                    below[last] = inodes[child], tree[child].mode
            below |= (more or {}) if not name else {}
            file = File(listing(below), file.mode, file.uid, file.gid)
        made.inode(number, file)
    return made
