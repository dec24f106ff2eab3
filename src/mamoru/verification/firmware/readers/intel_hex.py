"""Intel HEX: the memory of a microcontroller as lines of text.

Source: Intel Hexadecimal Object File Format Specification, revision A (1988). Records 0A to 0E are
those of the micro:bit's universal hex, which holds the memory of several boards.
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

_LINE = re.compile(rb":([0-9A-Fa-f]{10,520})[ \t\0]*(?:[\r\n]+|\Z)")
_BLANK = re.compile(rb"[ \t\r\n\0\x1a]+")
_LONGEST = 600
_DATA, _END, _SEGMENT, _START_SEGMENT, _LINEAR, _START_LINEAR = range(6)
_BOARD, _BOARD_END, _PADDED, _BOARD_DATA, _OTHER = range(10, 15)
_BAD = Text(
    "{n}行のチェックサムが合わないか、行の長さが違います(最初は位置 {at:#x})。",
    "{n} line(s) have a wrong checksum or length (the first at {at:#x}).",
)
_STARTS = Text("開始アドレス {entry:#x}", "starts at {entry:#x}")


def claim(view: memoryview) -> int | None:
    """Whether the first line is as long as it says and adds up to 0."""
    line = _LINE.match(view[:_LONGEST])
    return UNTIL_OPENED if line is not None and _record(line[1]) is not None else None


class _Lines:
    """The lines of one file: where they place their bytes, and what is wrong with them."""

    def __init__(self, view: memoryview, sink: Sink) -> None:
        self._view, self._sink = view, sink
        self.memories: dict[int, Memory] = {}
        self.position = 0
        self.bad: list[tuple[int, int]] = []
        self.entry: int | None = None

    def read(self) -> None:
        """Every line; `FormatError` where something else stands."""
        board, base = 0, 0
        while (line := _LINE.match(self._view, self.position)) is not None:
            start, self.position = self.position, line.end()
            if not start & 0xFFF:
                self._sink.look()
            record = _record(line[1])
            if record is None:
                self.bad.append((start, line.end() - start))
                continue
            address, kind, content = record
            number = int.from_bytes(content, "big")
            if kind in (_DATA, _BOARD_DATA):
                self.memories.setdefault(board, Memory()).add(base + address, content, start)
            elif kind == _SEGMENT:
                base = (number & 0xFFFF) << 4
            elif kind == _LINEAR:
                base = (number & 0xFFFF) << 16
            elif kind in (_START_SEGMENT, _START_LINEAR):
                self.entry = number & 0xFFFFFFFF
            elif kind == _BOARD:
                board, base = int.from_bytes(content[:2], "big"), 0
            elif kind not in (_END, _BOARD_END, _PADDED, _OTHER):
                self.bad.append((start, line.end() - start))
        if (blank := _BLANK.match(self._view, self.position)) is not None:
            self.position = blank.end()


def open_hex(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """The memory of each board, as contents to be scanned again."""
    lines, error = _Lines(view, sink), None
    try:
        lines.read()
    except FormatError as broken:
        error = broken
    if lines.entry is not None:
        yield Note(_STARTS.fill(entry=lines.entry))
    for board, memory in sorted(lines.memories.items()):
        yield from memory.parts(sink, name=f"code-{board:04x}" if board else "code")
    if lines.bad:
        start, size = lines.bad[0]
        yield Flaw(start=start, size=size, why=_BAD.fill(n=len(lines.bad), at=start))
    if error is not None:
        raise error
    yield Extent(lines.position)


def _record(digits: bytes) -> tuple[int, int, bytes] | None:
    """Address, type and data of a line; None where its length or checksum is wrong."""
    if len(digits) % 2:
        return None
    raw = bytes.fromhex(digits.decode("ascii"))
    if sum(raw) & 0xFF or raw[0] != len(raw) - 5:
        return None
    return raw[1] << 8 | raw[2], raw[3], raw[4:-1]


READER = Reader(
    name="intel-hex",
    magics=(Magic(b":"),),
    claim=claim,
    open=open_hex,
    raw=False,
    archive=True,
    limits=Text(
        "4 KiB 以下のすき間は消去済み(0xff)とみなします。64 MiB まで。",
        "Gaps of at most 4 KiB are taken as erased (0xff). Up to 64 MiB.",
    ),
)
