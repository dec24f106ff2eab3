"""cpio archives in the older forms, written from their description."""

import struct
from collections.abc import Mapping

from material.firmware import ROOT, File


def odc(tree: Mapping[str, File] = ROOT) -> bytes:
    """In octal digits."""
    return b"".join(_digits(name, file) for name, file in _all(tree))


def binary(tree: Mapping[str, File] = ROOT, *, order: str = "<") -> bytes:
    """In words of two bytes."""
    return b"".join(_words(name, file, order) for name, file in _all(tree))


def _all(tree: Mapping[str, File]) -> list[tuple[bytes, File]]:
    members = [(name.encode(), file) for name, file in tree.items()]
    return [*members, (b"TRAILER!!!", File(mode=0))]


def _digits(name: bytes, file: File) -> bytes:
    size = len(file.content)
    numbers = (1, 2, file.mode, file.uid, file.gid, 1, 0)
    head = b"070707" + b"".join(b"%06o" % number for number in numbers)
    return head + b"%011o%06o%011o" % (0, len(name) + 1, size) + name + b"\0" + file.content


def _words(name: bytes, file: File, order: str) -> bytes:
    size = len(file.content)
    numbers = (0o70707, 1, 2, file.mode, file.uid, file.gid, 1, 0, 0, 0, len(name) + 1)
    head = struct.pack(f"{order}13H", *numbers, size >> 16, size & 0xFFFF) + name + b"\0"
    return head + bytes(len(head) % 2) + file.content + bytes(size % 2)
