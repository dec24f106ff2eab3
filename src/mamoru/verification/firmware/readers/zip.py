"""ZIP archives: stored, deflated, bzip2, zstd and xz members; ZIP64.

Read by the central directory; where that is missing (a cut file) by the local headers in turn.
Source: PKWARE APPNOTE.TXT 6.3.10.
"""

import re
import zlib
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.image import EntryKind
from mamoru.verification.firmware.reading.decompressing import Stream
from mamoru.verification.firmware.reading.reader import (
    UNTIL_OPENED,
    Extent,
    Flaw,
    Found,
    Magic,
    Reader,
    Sink,
    Yielded,
    fields,
    span,
)

_LOCAL, _CENTRAL, _END = b"PK\3\4", b"PK\1\2", b"PK\5\6"
_METHODS = {8: "deflate", 12: "bzip2", 93: "zstd", 95: "xz"}
_KNOWN_METHODS = {0, 1, 6, 9, 14, 98, 99, *_METHODS}
_END64_LOCATOR = 20
_FULL32, _FULL16 = 0xFFFFFFFF, 0xFFFF
_ENCRYPTED, _SIZES_FOLLOW = 0x1, 0x8
_MOST_ENDS = 64
_CHUNK = 1 << 20
_UNIX = 3


class _Member(msgspec.Struct, frozen=True, kw_only=True):
    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    local: int
    mode: int


class _End(msgspec.Struct, frozen=True):
    """The central directory: its members, where it starts, and where the archive ends."""

    members: int
    start: int
    end: int


def claim(view: memoryview) -> int | None:
    """Up to the end record that fits this beginning, if there is one."""
    needed, _, method, _, _, _, packed, _, name, extra = fields("<HHHHHIIIHH", view, 4)
    plausible = needed & 0xFF <= 63 and method in _KNOWN_METHODS and 0 < name <= 4096
    if not plausible or (packed != _FULL32 and 30 + name + extra > len(view)):
        return None
    found = _end(view)
    return found.end if found else UNTIL_OPENED


def open_zip(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Every member."""
    end = _end(view)
    if end is None:
        yield from _without_directory(view, sink)
        return
    position = end.start
    for _ in range(end.members):
        member, position = _central(view, position)
        yield from _opened(view, member, sink)


def _end(view: memoryview) -> _End | None:
    """The end record whose central directory lies right before it."""
    for number, match in enumerate(re.finditer(re.escape(_END), view)):
        at = match.start()
        if number >= _MOST_ENDS or at + 22 > len(view):
            return None
        _, _, _, members, size, start, comment = fields("<HHHHIIH", view, at + 4)
        tail = at
        if _FULL32 in (size, start) or members == _FULL16:
            wide = _wide(view, at)
            if wide is not None:
                members, size, start, tail = wide
        if start + size == tail and (not members or view[start : start + 4] == _CENTRAL):
            return _End(members, start, at + 22 + comment)
    return None


def _wide(view: memoryview, at: int) -> tuple[int, int, int, int] | None:
    """The ZIP64 end record: members, size and start of the directory, and where the record lies."""
    try:
        signature, _, where, _ = fields("<IIQI", view, at - _END64_LOCATOR)
        if signature != 0x07064B50:
            return None
        _, _, _, _, _, _, _, members, size, start = fields("<IQHHIIQQQQ", view, where)
    except FormatError:
        return None
    return members, size, start, where


def _central(view: memoryview, position: int) -> tuple[_Member, int]:
    if bytes(span(view, position, 4)) != _CENTRAL:
        raise FormatError(position, "no central directory header where one must be")
    made, _, flags, method, _, crc, packed, size, n, m, k, _, _, external, local = fields(
        "<HHHHIIIIHHHHHII", view, position + 4
    )
    name = bytes(span(view, position + 46, n))
    extra = bytes(span(view, position + 46 + n, m))
    size, packed, local = _widened(extra, size, packed, local)
    mode = external >> 16 if made >> 8 == _UNIX else 0
    member = _Member(
        name=name, flags=flags, method=method, crc=crc, packed=packed, size=size, local=local, mode=mode
    )
    return member, position + 46 + n + m + k


def _widened(extra: bytes, size: int, packed: int, local: int) -> tuple[int, int, int]:
    """The sizes of the ZIP64 extra field, each where the header has no room for it."""
    while len(extra) >= 4:
        kind, length = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if kind == 1:
            words = iter(
                int.from_bytes(extra[at : at + 8], "little") for at in range(4, 4 + length - length % 8, 8)
            )
            size = next(words, size) if size == _FULL32 else size
            packed = next(words, packed) if packed == _FULL32 else packed
            local = next(words, local) if local == _FULL32 else local
        extra = extra[4 + length :]
    return size, packed, local


def _opened(view: memoryview, member: _Member, sink: Sink) -> Iterator[Yielded]:
    """One member; what is wrong with it is a flaw of its own."""
    kind = _kind(member)
    mode = member.mode & 0o7777 or (0o755 if kind is EntryKind.DIRECTORY else 0o644)
    if kind is EntryKind.DIRECTORY:
        yield Found(name=member.name, kind=kind, mode=mode)
        return
    blob, error = None, None
    try:
        blob, error = sink.salvage(_contents(view, member))
    except FormatError as broken:
        error = broken
    if kind is EntryKind.LINK and blob is not None:
        target = b"".join(_contents(view, member))[:4096] if error is None and member.size <= 4096 else b""
        yield Found(name=member.name, kind=kind, mode=mode, target=target)
    else:
        yield Found(name=member.name, kind=kind, mode=mode, size=blob.size if blob else 0, blob=blob)
    if error is not None:
        yield _flaw(member, error.why)


def _contents(view: memoryview, member: _Member) -> Iterator[bytes]:
    at = member.local
    if bytes(span(view, at, 4)) != _LOCAL:
        raise FormatError(at, "no local header where one must be")
    if member.flags & _ENCRYPTED:
        raise FormatError(at, "encrypted")
    name, extra = fields("<HH", view, at + 26)
    data = span(view, at + 30 + name + extra, member.packed)
    chunks: Iterator[bytes] | Stream
    if member.method == 0:
        chunks = (bytes(data[begin : begin + _CHUNK]) for begin in range(0, len(data), _CHUNK))
    elif member.method in _METHODS:
        chunks = Stream(_METHODS[member.method], data)
    else:
        raise FormatError(at, f"compression method {member.method}")
    crc = 0
    for chunk in chunks:
        crc = zlib.crc32(chunk, crc)
        yield chunk
    if crc != member.crc:
        raise FormatError(at, "the checksum does not fit")


def _without_directory(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """The members of a cut archive, as long as local headers follow each other."""
    position = 0
    while view[position : position + 4] == _LOCAL:
        _, flags, method, _, _, crc, packed, size, n, m = fields("<HHHHHIIIHH", view, position + 4)
        name = bytes(span(view, position + 30, n))
        if flags & _SIZES_FOLLOW and not packed:
            raise FormatError(position, "the central directory is missing, and with it the sizes")
        member = _Member(
            name=name, flags=flags, method=method, crc=crc, packed=packed, size=size, local=position, mode=0
        )
        yield from _opened(view, member, sink)
        position += 30 + n + m + packed
        yield Extent(position)
    raise FormatError(min(position, len(view)), "the central directory is missing")


def _kind(member: _Member) -> EntryKind:
    if member.name.endswith(b"/"):
        return EntryKind.DIRECTORY
    return EntryKind.LINK if member.mode & 0o170000 == 0o120000 else EntryKind.FILE


def _flaw(member: _Member, why: str) -> Flaw:
    name = member.name.decode("utf-8", "backslashreplace")
    return Flaw(
        start=member.local,
        size=member.packed,
        why=Text(f"{name} を開けません({why})。", f"{name} cannot be opened ({why})."),
    )


READER = Reader(name="zip", magics=(Magic(_LOCAL),), claim=claim, open=open_zip, files=True, archive=True)
