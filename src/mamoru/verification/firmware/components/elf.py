"""The few things that naming asks of an ELF file: its SONAME, where an address or a section lies.

Source: System V ABI, "ELF Header", "Program Header", "Dynamic Section".
"""

import struct
from collections.abc import Iterator

MAGIC = b"\x7fELF"
_PT_LOAD, _PT_DYNAMIC = 1, 2
_DT_NULL, _DT_STRTAB, _DT_SONAME = 0, 5, 14
_MOST_HEADERS, _MOST_ENTRIES, _LONGEST = 128, 2048, 128


def soname(data: bytes) -> str | None:
    """The DT_SONAME of the ELF file `data`; None where it has none or is damaged."""
    try:
        return _soname(data)
    except (struct.error, IndexError, OverflowError):
        return None


def file_offset(data: bytes, address: int) -> int | None:
    """Where in the file the byte lies that is loaded at `address`; None where nowhere."""
    try:
        if data[:4] != MAGIC or data[4:5] not in (b"\x01", b"\x02"):
            return None
        for kind, offset, start, size in _segments(data, order=_order(data), wide=data[4] == 2):
            if kind == _PT_LOAD and start <= address < start + size:
                return address - start + offset
    except (struct.error, IndexError, OverflowError):
        return None
    return None


def section(data: bytes, name: bytes) -> tuple[int, int] | None:
    """Offset and size of the section called `name`; None where there is none."""
    try:
        if data[:4] != MAGIC or data[4:5] not in (b"\x01", b"\x02"):
            return None
        return _section(data, name)
    except (struct.error, IndexError, OverflowError):
        return None


def _section(data: bytes, name: bytes) -> tuple[int, int] | None:
    wide, order = data[4] == 2, _order(data)
    (start,) = struct.unpack_from(order + ("Q" if wide else "I"), data, 40 if wide else 32)
    step, count, names = struct.unpack_from(order + "HHH", data, 58 if wide else 46)
    form = order + ("I20xQQ" if wide else "I12xII")  # sh_name, sh_offset, sh_size
    (_, base, _) = struct.unpack_from(form, data, start + names * step)
    for number in range(min(count, _MOST_ENTRIES)):
        at_name, offset, size = struct.unpack_from(form, data, start + number * step)
        if data[base + at_name : base + at_name + len(name) + 1] == name + b"\0":
            return offset, size
    return None


def _order(data: bytes) -> str:
    return ">" if data[5] == 2 else "<"


def _soname(data: bytes) -> str | None:
    if data[:4] != MAGIC or data[4:5] not in (b"\x01", b"\x02"):
        return None
    wide = data[4] == 2
    order = _order(data)
    segments = list(_segments(data, order=order, wide=wide))
    entries: dict[int, int] = {}
    for kind, offset, _address, size in segments:
        if kind == _PT_DYNAMIC:
            entries = _dynamic(data, offset, size, order=order, wide=wide)
    if _DT_SONAME not in entries or _DT_STRTAB not in entries:
        return None
    for kind, offset, address, size in segments:
        if kind == _PT_LOAD and address <= entries[_DT_STRTAB] < address + size:
            start = entries[_DT_STRTAB] - address + offset + entries[_DT_SONAME]
            end = data.find(b"\0", start, start + _LONGEST)
            return data[start:end].decode("ascii", "replace") if end > start else None
    return None


def _segments(data: bytes, *, order: str, wide: bool) -> Iterator[tuple[int, int, int, int]]:
    """(p_type, p_offset, p_vaddr, p_filesz) of each program header."""
    if wide:
        start, size, count = struct.unpack_from(f"{order}Q14xHH", data, 32)
    else:
        start, size, count = struct.unpack_from(f"{order}I10xHH", data, 28)
    for number in range(min(count, _MOST_HEADERS)):
        at = start + number * size
        if wide:
            kind, offset, address, length = struct.unpack_from(f"{order}I4xQQ8xQ", data, at)
        else:
            kind, offset, address, length = struct.unpack_from(f"{order}III4xI", data, at)
        yield kind, offset, address, length


def _dynamic(data: bytes, offset: int, size: int, *, order: str, wide: bool) -> dict[int, int]:
    form = f"{order}{'qQ' if wide else 'iI'}"
    step = struct.calcsize(form)
    entries: dict[int, int] = {}
    for at in range(offset, offset + min(size, _MOST_ENTRIES * step), step):
        tag, value = struct.unpack_from(form, data, at)
        if tag == _DT_NULL:
            break
        entries.setdefault(tag, value)
    return entries
