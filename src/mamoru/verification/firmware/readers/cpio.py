"""cpio archives in the "new ASCII" form (070701, and 070702 with checksums), as initramfs use it.

Several archives that follow each other are one tree, as for the kernel. Source: the Linux kernel's
Documentation/driver-api/early-userspace/buffer-format.rst.
"""

import re
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.image import Blob, EntryKind
from mamoru.verification.firmware.reading.reader import (
    UNTIL_OPENED,
    Extent,
    Flaw,
    Found,
    Magic,
    Reader,
    Sink,
    Yielded,
    kind_of,
    span,
)

_HEADER = 110
_FIELDS = re.compile(rb"07070[12]([0-9A-Fa-f]{104})")
_TRAILER = b"TRAILER!!!"
_MOST_NAME = 65536
_MOST_BETWEEN = 4096  # zero bytes between two archives
_CHUNK = 1 << 20


class _Member(msgspec.Struct, frozen=True):
    ino: int
    mode: int
    uid: int
    gid: int
    links: int
    modified: int
    size: int
    major: int
    minor: int
    device_major: int
    device_minor: int
    name_size: int
    checksum: int


def claim(view: memoryview) -> int | None:
    """Whether the first header is one."""
    member = _member(view, 0)
    if not 1 < member.name_size <= _MOST_NAME or len(view) < _HEADER + member.name_size:
        return None
    name = span(view, _HEADER, member.name_size)
    is_last = bytes(name[:-1]) == _TRAILER
    if name[-1] != 0 or not (is_last or member.mode & 0o170000):
        return None
    return UNTIL_OPENED


def open_cpio(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Every member; of hard links each gets the contents that one of them carries."""
    position = 0
    contents: dict[tuple[int, int, int], Blob] = {}
    waiting: dict[tuple[int, int, int], list[Found]] = {}
    while True:
        member = _member(view, position)
        if not 0 < member.name_size <= _MOST_NAME:
            raise FormatError(position, "a name of impossible length")
        name = bytes(span(view, position + _HEADER, member.name_size)).rstrip(b"\0")
        data_at = _aligned(position + _HEADER + member.name_size)
        if name == _TRAILER:
            following = _following(view, data_at)
            if following is None:
                yield Extent(min(data_at, len(view)))
                return
            position = following
            continue
        data = span(view, data_at, member.size)
        found = _found(name, member, data, position)
        if found.kind is EntryKind.FILE:
            key = (member.major, member.minor, member.ino)
            if member.size:
                blob = sink.store(data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK))
                found = msgspec.structs.replace(found, blob=blob, size=blob.size)
                if member.links > 1:
                    contents[key] = blob
                    for other in waiting.pop(key, ()):
                        yield msgspec.structs.replace(other, blob=blob, size=blob.size)
            elif member.links > 1:
                if (known := contents.get(key)) is not None:
                    found = msgspec.structs.replace(found, blob=known, size=known.size)
                else:
                    waiting.setdefault(key, []).append(found)
        yield found
        if member.checksum and view[position + 5] == ord("2") and not _sums_up(data, member.checksum):
            yield _bad_checksum(name, position, member.size)
        position = _aligned(data_at + member.size)


def _member(view: memoryview, position: int) -> _Member:
    header = _FIELDS.fullmatch(view[position : position + _HEADER])
    if header is None:
        raise FormatError(min(position, len(view)), "no cpio header where one must be")
    digits = header[1]
    return _Member(*(int(digits[at : at + 8], 16) for at in range(0, 104, 8)))


def _found(name: bytes, member: _Member, data: memoryview, position: int) -> Found:
    try:
        kind = kind_of(member.mode)
    except FormatError as error:
        raise FormatError(position, error.why) from None
    return Found(
        name=name,
        kind=kind,
        mode=member.mode & 0o7777,
        uid=member.uid,
        gid=member.gid,
        target=bytes(data[:_MOST_NAME]) if kind is EntryKind.LINK else None,
    )


def _following(view: memoryview, position: int) -> int | None:
    """Where the next archive begins after zero bytes, or None."""
    rest = bytes(view[position : position + _MOST_BETWEEN + 6])
    here = len(rest) - len(rest.lstrip(b"\0"))
    if rest[here : here + 6] in (b"070701", b"070702") and (position + here) % 4 == 0:
        return position + here
    return None


def _aligned(position: int) -> int:
    return (position + 3) & ~3


def _sums_up(data: memoryview, checksum: int) -> bool:
    return sum(sum(data[at : at + _CHUNK]) for at in range(0, len(data), _CHUNK)) & 0xFFFFFFFF == checksum


def _bad_checksum(name: bytes, position: int, size: int) -> Flaw:
    shown = name.decode("utf-8", "backslashreplace")
    why = Text(f"{shown} のチェックサムが合いません。", f"The checksum of {shown} does not fit.")
    return Flaw(start=position, size=size, why=why)


READER = Reader(
    name="cpio",
    magics=(Magic(b"070701"), Magic(b"070702")),
    claim=claim,
    open=open_cpio,
    files=True,
    archive=True,
)
