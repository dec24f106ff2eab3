"""Captures of traffic: pcap and pcapng, read frame by frame.

Sources: draft-ietf-opsawg-pcap (pcap), draft-ietf-opsawg-pcapng (pcapng).
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from mamoru.errors import FormatError

MOST_FRAME_BYTES = 1 << 20
MOST_INTERFACES = 4096
_MAGICS = {  # magic as it lies in the file: byte order, units of a second
    b"\xd4\xc3\xb2\xa1": ("<", 1_000_000),
    b"\xa1\xb2\xc3\xd4": (">", 1_000_000),
    b"\x4d\x3c\xb2\xa1": ("<", 1_000_000_000),
    b"\xa1\xb2\x3c\x4d": (">", 1_000_000_000),
}
_SECTION, _INTERFACE, _OLD_PACKET, _SIMPLE_PACKET, _PACKET = 0x0A0D0D0A, 1, 2, 3, 6
_TSRESOL, _END_OF_OPTIONS = 9, 0


class Frame(msgspec.Struct, frozen=True):
    """One captured frame: its link type, when (seconds since 1970, None if unsaid), how long it was
    on the wire, and the bytes that were kept."""

    link: int
    at: float | None
    length: int
    data: bytes


class Capture:
    """The frames of a capture, to be gone through once. `cut` is then the offset at which it broke
    off inside a frame, None where it ended in order."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.cut: int | None = None
        self._at = 0

    def __iter__(self) -> Iterator[Frame]:
        """Every frame; raises `FormatError` where the bytes are no capture."""
        magic = self._take(4)
        if magic is not None and magic in _MAGICS:
            yield from self._pcap(*_MAGICS[magic])
        elif magic == b"\x0a\x0d\x0d\x0a":
            yield from self._pcapng()
        else:
            raise FormatError(0, "neither pcap nor pcapng")

    def _take(self, size: int) -> bytes | None:
        """The next `size` bytes; None at the end, with `cut` set where it comes inside them."""
        data = self.stream.read(size)
        if len(data) < size:
            self.cut = self._at if data else self.cut
            return None
        self._at += size
        return data

    def _pcap(self, order: str, units: int) -> Iterator[Frame]:
        header = self._take(20)
        if header is None:
            raise FormatError(4, "the header of the pcap ends too early")
        link = struct.unpack(order + "HHiIII", header)[5] & 0xFFFF
        while (record := self._take(16)) is not None:
            seconds, part, kept, length = struct.unpack(order + "IIII", record)
            if kept > MOST_FRAME_BYTES:
                raise FormatError(self._at - 8, f"a frame of {kept} bytes")
            data = self._rest(kept)
            if data is None:
                return
            yield Frame(link, seconds + part / units, max(length, kept), data)

    def _rest(self, size: int) -> bytes | None:
        data = self._take(size)
        if data is None:
            self.cut = self._at
        return data

    def _pcapng(self) -> Iterator[Frame]:
        order = "<"
        interfaces: list[tuple[int, float]] = []
        kind: int | None = _SECTION
        while kind is not None:
            head = self._rest(4)
            if head is None:
                return
            if kind == _SECTION:
                order = self._order()
                interfaces = []
            (size,) = struct.unpack(order + "I", head)
            taken = 12 if kind == _SECTION else 8
            if size < taken + 4 or size % 4 or size > 4 * MOST_FRAME_BYTES:
                raise FormatError(self._at - 4, f"a block of {size} bytes")
            body = self._rest(size - taken)
            if body is None:
                return
            body = body[:-4]
            if kind == _INTERFACE:
                if len(interfaces) >= MOST_INTERFACES:
                    raise FormatError(self._at, f"more than {MOST_INTERFACES} interfaces")
                interfaces.append(_interface(body, order))
            elif kind in (_PACKET, _OLD_PACKET, _SIMPLE_PACKET):
                yield self._packet(kind, body, order, interfaces)
            next_kind = self._take(4)
            kind = None if next_kind is None else struct.unpack(order + "I", next_kind)[0]

    def _order(self) -> str:
        """The byte order of a section, which the length before it is already written in."""
        mark = self._rest(4)
        if mark == b"\x4d\x3c\x2b\x1a":
            return "<"
        if mark == b"\x1a\x2b\x3c\x4d":
            return ">"
        raise FormatError(self._at, "a section without its byte-order mark")

    def _packet(self, kind: int, body: bytes, order: str, interfaces: list[tuple[int, float]]) -> Frame:
        if len(body) < (4 if kind == _SIMPLE_PACKET else 20):
            raise FormatError(self._at, "a packet block that is too short")
        number, at, start = 0, None, 4
        if kind == _SIMPLE_PACKET:
            (length,) = struct.unpack_from(order + "I", body)
            kept = min(length, len(body) - 4)
        else:
            form = "IIIII" if kind == _PACKET else "HHIIII"
            told = struct.unpack_from(order + form, body)
            number, (high, low, kept, length), start = told[0], told[-4:], 20
        if number >= len(interfaces):
            raise FormatError(self._at, f"a packet of interface {number}, which is not described")
        link, unit = interfaces[number]
        if kind != _SIMPLE_PACKET:
            at = ((high << 32) | low) * unit
        if kept > len(body) - start:
            raise FormatError(self._at, f"a packet of {kept} bytes in a block of {len(body)}")
        return Frame(link, at, max(length, kept), body[start : start + kept])


def _interface(body: bytes, order: str) -> tuple[int, float]:
    """The link type of an interface, and the unit of its times in seconds."""
    if len(body) < 8:
        return 0xFFFF, 1e-6
    (link,) = struct.unpack_from(order + "H", body)
    place, unit = 8, 1e-6
    while place + 4 <= len(body):
        code, size = struct.unpack_from(order + "HH", body, place)
        if code == _END_OF_OPTIONS:
            break
        if code == _TSRESOL and size >= 1 and place + 4 < len(body):
            value = body[place + 4]
            unit = float(2.0 ** -(value & 0x7F)) if value & 0x80 else float(10.0**-value)
        place += 4 + size + (-size % 4)
    return link, unit
