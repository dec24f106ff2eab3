"""Motorola S-records: the memory of a microcontroller as lines of text.

Source: Motorola M68000 Family Programmer's Reference Manual, appendix C "S-record output format".
"""

import re
from collections.abc import Iterator

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.reading.reader import (
    UNTIL_OPENED,
    Extent,
    Flaw,
    Magic,
    Note,
    Reader,
    Sink,
    Yielded,
)
from mamoru.verification.firmware.reading.segments import Memory

_LINE = re.compile(rb"S([0-9])([0-9A-Fa-f]{6,514})[ \t\0]*(?:[\r\n]+|\Z)")
_LONGEST = 600
_HEADER = 0
_ADDRESS = {0: 2, 1: 2, 2: 3, 3: 4, 5: 2, 6: 3, 7: 4, 8: 3, 9: 2}  # bytes, by the record's type
_BAD = Text(
    "{n}行のチェックサムが合わないか、行の長さが違います(最初は位置 {at:#x})。",
    "{n} line(s) have a wrong checksum or length (the first at {at:#x}).",
)
_NAMED = Text("見出し: {title}", "header: {title}")


def claim(view: memoryview) -> int | None:
    """Whether the first line is as long as it says and adds up to 255."""
    line = _LINE.match(view[:_LONGEST])
    return UNTIL_OPENED if line is not None and _record(line) is not None else None


def open_records(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """The memory, as contents to be scanned again."""
    memory, bad, position, title = Memory(), list[tuple[int, int]](), 0, b""
    error: FormatError | None = None
    while (line := _LINE.match(view, position)) is not None:
        start, position = position, line.end()
        if not start & 0xFFF:
            sink.look()
        record = _record(line)
        if record is None:
            bad.append((start, position - start))
            continue
        kind, address, content = record
        if kind == _HEADER:
            title = content.strip(b"\0 ")
        elif kind <= 3:
            try:
                memory.add(address, content, start)
            except FormatError as broken:
                error = broken
                break
    if title:
        yield Note(_NAMED.fill(title=title.decode("ascii", "backslashreplace")))
    yield from memory.parts(sink)
    if bad:
        yield Flaw(start=bad[0][0], size=bad[0][1], why=_BAD.fill(n=len(bad), at=bad[0][0]))
    if error is not None:
        raise error
    yield Extent(position)


def _record(line: re.Match[bytes]) -> tuple[int, int, bytes] | None:
    """Type, address and data of a line; None where its length or checksum is wrong."""
    kind, digits = int(line[1]), line[2]
    width = _ADDRESS.get(kind)
    if len(digits) % 2 or width is None:
        return None
    raw = bytes.fromhex(digits.decode("ascii"))
    if sum(raw) & 0xFF != 0xFF or raw[0] != len(raw) - 1 or raw[0] < width + 1:
        return None
    return kind, int.from_bytes(raw[1 : 1 + width], "big"), raw[1 + width : -1]


READER = Reader(
    name="s-record",
    magics=tuple(Magic(b"S%d" % kind) for kind in range(4)),
    claim=claim,
    open=open_records,
    raw=False,
    archive=True,
    limits=Text(
        "4 KiB 以下のすき間は消去済み(0xff)とみなします。64 MiB まで。",
        "Gaps of at most 4 KiB are taken as erased (0xff). Up to 64 MiB.",
    ),
)
