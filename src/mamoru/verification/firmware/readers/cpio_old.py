"""cpio archives in the two older forms: octal digits (070707, "odc") and binary words of either byte order.

Source: POSIX.1-1997, pax, "cpio Interchange Format"; libarchive, cpio(5), "Old Binary Format".
"""

import re
import struct
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.verification.firmware.image import EntryKind
from mamoru.verification.firmware.reading.reader import (
    UNTIL_OPENED,
    Extent,
    Found,
    Magic,
    Reader,
    Sink,
    Yielded,
    kind_of,
    span,
)

_TRAILER = b"TRAILER!!!"
_ODC = re.compile(rb"070707[0-7]{12}([0-7]{6})([0-7]{6})([0-7]{6})[0-7]{12}[0-7]{11}([0-7]{6})([0-7]{11})")
_ODC_HEADER, _BINARY_HEADER = 76, 26
_LITTLE, _BIG = b"\xc7\x71", b"\x71\xc7"
_MOST_NAME = 4096
_CHUNK = 1 << 20


class _Member(msgspec.Struct, frozen=True):
    mode: int
    uid: int
    gid: int
    name_at: int
    name_size: int
    data_at: int
    size: int
    end: int


def claim(view: memoryview) -> int | None:
    """Whether the first header is one and names a file."""
    member = _member(view, 0)
    name = bytes(span(view, member.name_at, member.name_size))
    whole = name[-1:] == b"\0" and b"\0" not in name[:-1]
    return UNTIL_OPENED if whole and (name[:-1] == _TRAILER or member.mode & 0o170000) else None


def open_cpio(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Every member; each hard link carries the contents itself."""
    position = 0
    while True:
        member = _member(view, position)
        name = bytes(span(view, member.name_at, member.name_size)).rstrip(b"\0")
        if name == _TRAILER:
            yield Extent(min(member.end, len(view)))
            return
        data = span(view, member.data_at, member.size)
        try:
            kind = kind_of(member.mode)
        except FormatError as error:
            raise FormatError(position, error.why) from None
        blob = None
        if kind is EntryKind.FILE:
            blob = sink.store(data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK))
        yield Found(
            name=name,
            kind=kind,
            mode=member.mode & 0o7777,
            uid=member.uid,
            gid=member.gid,
            target=bytes(data[:_MOST_NAME]) if kind is EntryKind.LINK else None,
            size=blob.size if blob else 0,
            blob=blob,
        )
        sink.look()
        position = member.end


def _member(view: memoryview, position: int) -> _Member:
    magic = bytes(view[position : position + 2])
    if magic in (_LITTLE, _BIG):
        return _binary(view, position, "<" if magic == _LITTLE else ">")
    header = _ODC.fullmatch(view[position : position + _ODC_HEADER])
    if header is None:
        raise FormatError(min(position, len(view)), "no cpio header where one must be")
    mode, uid, gid, name_size, size = (int(digits, 8) for digits in header.groups())
    return _placed(position, _ODC_HEADER, (mode, uid, gid), name_size, size, even=False)


def _binary(view: memoryview, position: int, order: str) -> _Member:
    words = struct.unpack(f"{order}13H", span(view, position, _BINARY_HEADER))
    mode, uid, gid, name_size = words[3], words[4], words[5], words[10]
    size = words[11] << 16 | words[12]
    return _placed(position, _BINARY_HEADER, (mode, uid, gid), name_size, size, even=True)


def _placed(
    position: int, header: int, who: tuple[int, int, int], name_size: int, size: int, *, even: bool
) -> _Member:
    if not 1 < name_size <= _MOST_NAME:
        raise FormatError(position, "a name of impossible length")
    step = 2 if even else 1
    name_at = position + header
    data_at = -(-(name_at + name_size) // step) * step
    return _Member(*who, name_at, name_size, data_at, size, -(-(data_at + size) // step) * step)


READERS = (
    Reader(
        name="cpio-odc",
        magics=(Magic(b"070707"),),
        claim=claim,
        open=open_cpio,
        part="cpio",
        files=True,
        archive=True,
    ),
    Reader(
        name="cpio-binary",
        magics=(Magic(_LITTLE), Magic(_BIG)),
        claim=claim,
        open=open_cpio,
        part="cpio",
        files=True,
        archive=True,
        raw=False,  # two bytes occur anywhere
    ),
)
