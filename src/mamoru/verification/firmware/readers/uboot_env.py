"""U-Boot environment: a CRC-32, with redundancy a flag byte, then `name=value` strings.

It has no magic: well-known variables give it away, and the checksum in the 4 or 5 bytes before the
first variable says how long it is. Source: U-Boot, include/env_internal.h, `env_t`.
"""

import re
import zlib
from collections.abc import Iterator

import msgspec

from mamoru.verification.firmware.reading.reader import Magic, Reader, Sink, Variables, Yielded

_NAMES = (
    b"bootcmd=",
    b"bootargs=",
    b"bootdelay=",
    b"baudrate=",
    b"ipaddr=",
    b"ethaddr=",
    b"serverip=",
    b"stdin=",
)
_SIZES = tuple(sorted({1 << n for n in range(10, 19)} | {0x3000, 0x6000, 0xC000, 0x18000, 0x30000}))
_MOST = 1 << 18
_ALIGNED = 0x100  # an environment whose checksum never fits counts only where flash would hold one
_VARIABLE = re.compile(rb"([\x21-\x3c\x3e-\x7e]{1,128})=([\t\n\r\x20-\x7e\x80-\xff]*)\0")
_TEXT = b"\t\n\r\0" + bytes(range(0x20, 0x7F))


class _Place(msgspec.Struct, frozen=True):
    """An environment at `start`, its first variable `head` bytes on, `size` bytes in all."""

    start: int
    head: int
    size: int
    checksum_good: bool


def start(region: memoryview, hit: int) -> int | None:
    """Where the environment begins that the variable at `hit` belongs to."""
    place = _place(region, hit)
    return None if place is None else place.start


def claim(view: memoryview) -> int | None:
    """Its size: that at which the checksum fits, else up to the end of the text."""
    place = _at_head(view)
    return None if place is None else place.size


def open_environment(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """The variables."""
    sink.look()
    place = _at_head(view)
    if place is not None:
        text = bytes(view[place.head : place.size])
        yield Variables(values=_variables(text), checksum_good=place.checksum_good)


def _place(region: memoryview, hit: int) -> _Place | None:
    """Whose first variable lies within the text run around `hit`; its checksum may be text too."""
    base = max(0, hit - _MOST)
    before = bytes(region[base:hit])
    first = base + max(before.rfind(b"\0\0") + 2 if b"\0\0" in before else 0, len(before.rstrip(_TEXT)))
    for begin in range(max(first - 5, 0), min(first + 1, hit + 1)):
        for head in (4, 5):
            if begin + head <= hit and (size := _fits(region[begin:], head)):
                return _Place(begin, head, size, checksum_good=True)
    for begin in range(max(first - 5, 0), min(first + 1, hit + 1)):
        if begin % _ALIGNED == 0:
            place = _at_head(region[begin:])
            if place is not None:
                return msgspec.structs.replace(place, start=begin)
    return None


def _at_head(view: memoryview) -> _Place | None:
    for head in (4, 5):
        if size := _fits(view, head):
            return _Place(0, head, size, checksum_good=True)
    for head in (4, 5):
        text = bytes(view[head : head + _MOST])
        end = _end(text)
        if len(_variables(text)) >= 3 and any(
            text.startswith(name) or b"\0" + name in text[:end] for name in _NAMES
        ):
            return _Place(0, head, head + end, checksum_good=False)
    return None


def _fits(view: memoryview, head: int) -> int:
    """The size at which the checksum fits, or 0."""
    if not _VARIABLE.match(view[head : head + 1024]):
        return 0
    want, crc, done = int.from_bytes(view[:4], "little"), 0, head
    swapped = int.from_bytes(view[:4], "big")
    for size in _SIZES:
        if size > len(view):
            return 0
        crc = zlib.crc32(view[done:size], crc)
        done = size
        if crc in (want, swapped):
            return size
    return 0


def _end(text: bytes) -> int:
    """Where the variables end: after the empty string, or where they stop being variables."""
    position = 0
    while match := _VARIABLE.match(text, position):
        position = match.end()
    return position + 1 if text[position : position + 1] == b"\0" else position


def _variables(text: bytes) -> dict[str, str]:
    return {
        match[1].decode("ascii", "replace"): match[2].decode("utf-8", "replace")
        for match in _VARIABLE.finditer(text[: _end(text)])
    }


READER = Reader(
    name="u-boot-env",
    magics=tuple(Magic(name) for name in _NAMES),
    claim=claim,
    open=open_environment,
    start=start,
)
