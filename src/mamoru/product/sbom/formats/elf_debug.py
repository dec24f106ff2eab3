"""An ELF program with what its compiler left: `.comment`, and in DWARF the producers and source paths.

A stripped microcontroller image names no lwIP; the program it was cut from tells where each object came
from. Source: System V ABI (sections); DWARF 5, clause 3.1 (DW_AT_producer, DW_AT_name) and 6.2.4.
"""

import re
import struct
from collections.abc import Iterator

from mamoru.errors import FormatError
from mamoru.product.sbom.archives import library_of_path
from mamoru.product.sbom.part import Part

FORMAT = "elf"
KIND = "trace"
_TEXTS = (".debug_str", ".debug_line_str", ".debug_line", ".debug_info", ".strtab")
_PRODUCER = re.compile(
    rb"(?:GNU C\+*\d*|GNU AS|[A-Za-z ]{0,20}clang version) (\d+\.\d+(?:\.\d+)?)[^\0]{0,100}"
)
_COMMENT = re.compile(
    rb"(GCC: \(([^)\0]{0,100})\) (\d+(?:\.\d+)+)|[^\0]{0,40}clang version (\d+(?:\.\d+)+))[^\0]{0,60}"
)
_STRING = re.compile(rb"(?<=\0)[\x20-\x7e]{3,500}+(?=\0)")
_COMPRESSED, _RELOCATABLE = 0x800, b"\x01"
MOST_SECTIONS, MOST_SECTION_BYTES, MOST_DISTINCT = 4096, 64 << 20, 200_000


def recognises(name: str, head: bytes) -> bool:
    """By its magic; an object that is not linked yet is no program."""
    return head.startswith(b"\x7fELF") and _RELOCATABLE not in (head[16:17], head[17:18])


def parts(name: str, data: bytes) -> Iterator[Part]:
    """The compiler, and each known library that a source path names."""
    sections = dict(_sections(data))
    yield from _compilers(data, sections)
    found: dict[str, tuple[int, str]] = {}
    seen: set[bytes] = set()
    for section in _TEXTS:
        start, size = sections.get(section, (0, 0))
        for match in _STRING.finditer(data, max(start - 1, 0), start + size):
            folder = match.group().replace(b"\\", b"/").rpartition(b"/")[0]
            if not folder or folder in seen or len(seen) >= MOST_DISTINCT:
                continue
            seen.add(folder)
            path = match.group().decode("ascii")
            library = library_of_path(f"{path}/.")
            if library is not None and library not in found:
                found[library] = (match.start(), path)
    for library, (offset, path) in sorted(found.items(), key=lambda entry: entry[1]):
        yield Part(name=library, offset=offset, confidence=0.7, said=path, titled=True)


def _compilers(data: bytes, sections: dict[str, tuple[int, int]]) -> Iterator[Part]:
    told: set[tuple[str, str]] = set()
    for section, pattern in ((".comment", _COMMENT), (".debug_str", _PRODUCER)):
        start, size = sections.get(section, (0, 0))
        for match in pattern.finditer(data, start, start + size):
            said = match.group().decode("utf-8", "replace")
            name = "clang" if "clang" in said else "gcc"
            version = next(group for group in reversed(match.groups()) if group).decode("ascii", "replace")
            if (name, version) not in told:
                told.add((name, version))
                yield Part(name=name, version=version, offset=match.start(), tool=True, said=said)


def _sections(data: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """The name, offset and size of each section that lies in the file; raises `FormatError`."""
    try:
        wide, order = data[4] == 2, "<" if data[5] == 1 else ">"
        (table,) = struct.unpack_from(order + ("Q" if wide else "I"), data, 40 if wide else 32)
        size, count, names = struct.unpack_from(order + "HHH", data, 58 if wide else 46)
        rows = [
            _row(data, table + number * size, order, wide=wide) for number in range(min(count, MOST_SECTIONS))
        ]
    except (struct.error, IndexError, OverflowError) as error:
        raise FormatError(0, "the section table is cut off") from error
    if names >= len(rows):
        return
    _, _, base, length = rows[names]
    for label, flags, offset, extent in rows:
        at = base + label
        end = data.find(b"\0", at, min(base + length, at + 200))
        if end > at and offset + extent <= len(data) and not flags & _COMPRESSED:
            yield data[at:end].decode("latin-1"), (offset, min(extent, MOST_SECTION_BYTES))


def _row(data: bytes, at: int, order: str, *, wide: bool) -> tuple[int, int, int, int]:
    """Name, flags, offset and size of the section header at `at`."""
    layout = "IIQQQQ" if wide else "IIIIII"
    label, _, flags, _, offset, size = struct.unpack_from(order + layout, data, at)
    return label, flags, offset, size
