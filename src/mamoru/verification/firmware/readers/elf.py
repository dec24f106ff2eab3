"""ELF files as a whole: kept and read by others; of a bare-metal program what it loads is looked into,
and a Linux kernel, whose configuration and first root file system lie inside.

Source: System V ABI, chapters 4 "Object files" and 5 "Program header".
"""

import re
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.reading.reader import (
    UNTIL_OPENED,
    Extent,
    Flaw,
    Inner,
    Label,
    Magic,
    Note,
    Reader,
    Sink,
    Yielded,
    fields,
)

_EXECUTABLE = 2
_LOAD, _DYNAMIC, _INTERPRETER, _RELRO = 1, 2, 3, 0x6474E552
_LEAST_SEGMENT = 64
_HEADER = 52
_LINUX = re.compile(rb"Linux version \d+\.\d+\.\d+\S* \(")
_MOST_SEGMENTS = 128
_MACHINES = {
    8: "MIPS",
    20: "PowerPC",
    40: "Arm",
    83: "AVR",
    94: "Xtensa",
    105: "MSP430",
    173: "Renesas RX",
    183: "AArch64",
    195: "ARC",
    243: "RISC-V",
}
_BARE = Text("OS なし、または静的リンクの実行形式({machine})", "a bare-metal or static program ({machine})")
_CUT = Text(
    "セグメントが途中で切れています({needs} バイトのうち {has} バイト)。",
    "A segment is cut off (of {needs} bytes {has} are there).",
)


class _Segment(msgspec.Struct, frozen=True):
    kind: int
    offset: int
    address: int
    size: int


def claim(view: memoryview) -> int | None:
    """Whether class, byte order and version are ones that exist."""
    word, order, version = fields("<BBB", view, 4)
    return UNTIL_OPENED if word in (1, 2) and order in (1, 2) and version == 1 else None


def open_elf(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """What a bare-metal program loads, or a kernel holds; nothing of one that a system loads, which is a
    file like others."""
    sink.look()
    if len(view) > _HEADER and _LINUX.search(view):
        yield Label("kernel")
        yield Inner(start=_HEADER, size=len(view) - _HEADER, code=True)
        return
    try:
        machine, segments = _program(view)
    except FormatError:
        segments = []
    if segments and not {s.kind for s in segments} & {_DYNAMIC, _INTERPRETER, _RELRO}:
        yield Note(_BARE.fill(machine=_MACHINES.get(machine, f"{machine}")))
        for segment in segments:
            yield from _loaded(segment, len(view))
    yield Extent(len(view))


def _loaded(segment: _Segment, there: int) -> Iterator[Yielded]:
    if segment.kind != _LOAD or segment.size < _LEAST_SEGMENT:
        return
    has = max(0, min(segment.size, there - segment.offset))
    if has < segment.size:
        yield Flaw(start=min(segment.offset, there), size=has, why=_CUT.fill(needs=segment.size, has=has))
    if has:
        yield Inner(name=f"code@0x{segment.address:08x}", start=segment.offset, size=has)


def _program(view: memoryview) -> tuple[int, list[_Segment]]:
    """The machine and the program headers of an executable; none for an object or a library."""
    wide = view[4] == 2
    order = "<" if view[5] == 1 else ">"
    kind, machine = fields(order + "HH", view, 16)
    if kind != _EXECUTABLE:
        return machine, []
    table = fields(order + ("Q" if wide else "I"), view, 32 if wide else 28)[0]
    entry, count = fields(order + "HH", view, 54 if wide else 42)
    segments = []
    for number in range(min(count, _MOST_SEGMENTS)):
        at = table + number * entry
        if wide:
            (kind,) = fields(order + "I", view, at)
            offset, _, physical, size = fields(order + "QQQQ", view, at + 8)
        else:
            kind, offset, _, physical, size = fields(order + "IIIII", view, at)
        segments.append(_Segment(kind, offset, physical, size))
    return machine, segments


READER = Reader(
    name="elf",
    magics=(Magic(b"\x7fELF"),),
    claim=claim,
    open=open_elf,
    keep=True,
    raw=False,
    limits=Text(
        "リンカーのマップファイルとデバッグ情報は読みません。",
        "Neither the linker's map file nor debug information is read.",
    ),
)
