"""What an ELF file says of itself: its type, its basic defences, the names it uses.

Own header reader: it needs a few fields only, and must stand files that are cut, lying or hostile.
Source: System V ABI (ELF header, program header, section header, dynamic section); `.note.GNU-stack`
and PT_GNU_* as the Linux kernel reads them.
"""

import re
import struct
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.verification.firmware.image import Entry, FileTree

MOST_BINARY_BYTES = 64 << 20
_PT_DYNAMIC, _PT_INTERP, _PT_LOAD, _PT_STACK, _PT_RELRO = 2, 3, 1, 0x6474E551, 0x6474E552
_DT_STRTAB, _DT_STRSZ, _DT_BIND_NOW, _DT_FLAGS, _DT_FLAGS_1 = 5, 10, 24, 30, 0x6FFFFFFB
_EM_AARCH64, _EM_RISCV = 183, 243
_MOST_HEADERS = 256
_STRING = re.compile(rb"[\x20-\x7e]{3,200}(?=\x00)")


class Binary(msgspec.Struct, frozen=True, kw_only=True):
    """An executable or shared library. `relro` is none, partial or full. `canary` is None where it
    cannot be told (a language without it). `names` are the symbols that its dynamic linking names;
    `names_span` is where they lie in the file."""

    executable: bool
    static: bool
    no_execute: bool
    position_independent: bool
    relro: str
    canary: bool | None
    names: frozenset[str]
    names_span: tuple[int, int]

    @property
    def lacking(self) -> tuple[str, ...]:
        """The defences that are not there, of NX, PIE, RELRO, stack canary."""
        here = (
            ("NX", self.no_execute),
            ("PIE", self.position_independent or not self.executable),
            ("RELRO", self.relro != "none" or self.static),
            ("canary", self.canary is not False),
        )
        return tuple(name for name, there in here if not there)


class _Segment(msgspec.Struct, frozen=True):
    kind: int
    flags: int
    offset: int
    address: int
    size: int


class _Reader:
    def __init__(self, content: bytes) -> None:
        if (
            len(content) < 52
            or content[:4] != b"\x7fELF"
            or content[4] not in (1, 2)
            or content[5] not in (1, 2)
        ):
            raise FormatError(0, "no ELF header")
        self.content = content
        self.wide = content[4] == 2
        self.order = "<" if content[5] == 1 else ">"
        self.type, self.machine = self.take("HH", 16)

    def take(self, layout: str, offset: int) -> tuple[int, ...]:
        try:
            return struct.unpack_from(self.order + layout, self.content, offset)
        except (struct.error, OverflowError, ValueError):
            raise FormatError(max(0, min(offset, len(self.content))), "ends within a header") from None

    def segments(self) -> Iterator[_Segment]:
        (table,) = self.take("Q", 32) if self.wide else self.take("I", 28)
        size, count = self.take("HH", 54 if self.wide else 42)
        for n in range(min(count, _MOST_HEADERS)):
            at = table + n * size
            if self.wide:
                kind, flags, offset, address, _, length = self.take("IIQQQQ", at)
            else:
                kind, offset, address, _, length, _, flags = self.take("IIIIIII", at)
            yield _Segment(kind, flags, offset, address, length)

    def dynamic(self, segment: _Segment) -> dict[int, int]:
        values: dict[int, int] = {}
        step, layout = (16, "QQ") if self.wide else (8, "II")
        for at in range(
            segment.offset, min(segment.offset + segment.size, segment.offset + step * 1000), step
        ):
            tag, value = self.take(layout, at)
            if tag == 0:
                break
            values.setdefault(tag, value)
        return values


def binary(content: bytes) -> Binary:
    """The facts of the ELF executable or shared library in `content`. Raises `FormatError`."""
    reader = _Reader(content)
    if reader.type not in (2, 3):
        raise FormatError(16, "neither an executable nor a shared library")
    segments = tuple(reader.segments())
    stack = next((s for s in segments if s.kind == _PT_STACK), None)
    dynamic: dict[int, int] = {}
    for segment in segments:
        if segment.kind == _PT_DYNAMIC:
            dynamic = reader.dynamic(segment)
    span = _span_of_names(segments, dynamic, len(content))
    names = frozenset(name.decode("latin-1") for name in content[slice(*span)].split(b"\0") if name)
    interpreted = any(s.kind == _PT_INTERP for s in segments)
    pie_flag = bool(dynamic.get(_DT_FLAGS_1, 0) & 0x08000000)
    executable = reader.type == 2 or interpreted or pie_flag
    now = (
        _DT_BIND_NOW in dynamic
        or bool(dynamic.get(_DT_FLAGS, 0) & 8)
        or bool(dynamic.get(_DT_FLAGS_1, 0) & 1)
    )
    static = not dynamic or (executable and not interpreted)
    absent_is_safe = reader.machine in (_EM_AARCH64, _EM_RISCV)
    return Binary(
        executable=executable,
        static=static,
        no_execute=absent_is_safe if stack is None else not stack.flags & 1,
        position_independent=reader.type == 3,
        relro=("full" if now else "partial") if any(s.kind == _PT_RELRO for s in segments) else "none",
        canary=_canary(content, names, static=static),
        names=names,
        names_span=span,
    )


def _canary(content: bytes, names: frozenset[str], *, static: bool) -> bool | None:
    if b"\xff Go buildinf:" in content or b"/rustc/" in content:
        return None  # memory-safe languages bring bounds checks instead
    return (
        b"stack smashing detected" in content
        if static
        else bool({"__stack_chk_fail", "__stack_chk_guard"} & names)
    )


def _span_of_names(segments: tuple[_Segment, ...], dynamic: dict[int, int], end: int) -> tuple[int, int]:
    address, size = dynamic.get(_DT_STRTAB), dynamic.get(_DT_STRSZ, 0)
    if address is None:
        return (0, 0)
    for segment in segments:
        if segment.kind == _PT_LOAD and segment.address <= address < segment.address + segment.size:
            start = min(segment.offset + address - segment.address, end)
            return (start, min(start + min(size, 8 << 20), end))
    return (0, 0)


def literals(content: bytes, facts: Binary) -> Iterator[tuple[int, str]]:
    """The printable strings of three to 200 characters that end in NUL, with their offsets; without
    the names used for linking."""
    start, end = facts.names_span
    for found in _STRING.finditer(content):
        if not start <= found.start() < end:
            yield found.start(), found[0].decode("ascii")


def binaries(tree: FileTree) -> Iterator[tuple[Entry, bytes, Binary]]:
    """The executables and shared libraries of `tree` that can be read, with contents and facts."""
    for entry in tree.files:
        if 52 <= entry.size <= MOST_BINARY_BYTES and tree.read(entry, most=4) == b"\x7fELF":
            content = tree.read(entry, most=MOST_BINARY_BYTES)
            try:
                yield entry, content, binary(content)
            except FormatError:
                continue
