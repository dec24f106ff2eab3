"""What the Go tool chain writes into each program: its own version and the modules linked in.

Source: Go, src/debug/buildinfo: a 32-byte header, then (since 1.18) two strings with their lengths, or
before that two pointers to string headers; module lines are `mod` or `dep`, path, version, sum.
"""

import re
import struct
from collections.abc import Iterator

from mamoru.verification.firmware.components.elf import file_offset
from mamoru.verification.firmware.components.sighting import PackageRecord

ECOSYSTEM = "golang"
ANCHOR = b"\xff Go buildinf:"
_HEADER, _MOST_MODULES, _LONGEST = 32, 5000, 4 << 20
_RELEASE = re.compile(r"go(\d+\.\d+(?:\.\d+)?)(?:rc\d+|beta\d+)?")
_MODULE = re.compile(r"[\w.~/+-]{1,300}")


def records_at(data: bytes, at: int) -> Iterator[PackageRecord]:
    """The standard library and each module that the build information at offset `at` names."""
    try:
        release, modules = _strings(data, at)
    except (struct.error, IndexError, OverflowError):
        return
    if (version := _RELEASE.match(release)) is not None:
        yield PackageRecord(name="stdlib", version=version.group(1), ecosystem=ECOSYSTEM, offset=at)
    for path, told in _modules(modules):
        if told.startswith("v") and _MODULE.fullmatch(path):
            yield PackageRecord(name=path, version=told[:100], ecosystem=ECOSYSTEM, offset=at)


def _strings(data: bytes, at: int) -> tuple[str, str]:
    width, flags = data[at + 14], data[at + 15]
    if flags & 2:
        release, after = _counted(data, at + _HEADER)
        modules, _ = _counted(data, after)
    elif width in (4, 8):
        order = ">" if flags & 1 else "<"
        release = _pointed(data, at + 16, order, width)
        modules = _pointed(data, at + 16 + width, order, width)
    else:
        return "", ""
    return release.decode("utf-8", "replace"), modules[16:-16].decode("utf-8", "replace")


def _counted(data: bytes, at: int) -> tuple[bytes, int]:
    """A string behind its length as a varint, and the offset after it."""
    size = shift = 0
    while True:
        byte = data[at]
        size |= (byte & 0x7F) << shift
        shift, at = shift + 7, at + 1
        if byte < 0x80:
            break
        if shift > 28:
            return b"", at
    return data[at : at + min(size, _LONGEST)], at + size


def _pointed(data: bytes, at: int, order: str, width: int) -> bytes:
    """The string to whose header the pointer at `at` points, by the program's addresses."""
    word = "Q" if width == 8 else "I"
    header = file_offset(data, struct.unpack_from(order + word, data, at)[0])
    if header is None:
        return b""
    address, size = struct.unpack_from(order + word * 2, data, header)
    start = file_offset(data, address)
    return b"" if start is None else data[start : start + min(size, _LONGEST)]


def _modules(text: str) -> Iterator[tuple[str, str]]:
    """(path, version) of each module; one that is replaced (`=>`) by what replaces it."""
    last: tuple[str, str] | None = None
    for line in text.split("\n")[:_MOST_MODULES]:
        kind, _, rest = line.partition("\t")
        fields = rest.split("\t")
        if kind in ("mod", "dep", "=>") and len(fields) >= 2:
            if kind != "=>" and last is not None:
                yield last
            last = (fields[0], fields[1])
    if last is not None:
        yield last
