"""ar archives: Debian packages, old opkg packages, static libraries.

Source: FreeBSD, ar(5); GNU binutils, bfd/archive.c (long names); Debian, deb(5).
"""

from collections.abc import Iterator

import msgspec

from mamoru.language import Text
from mamoru.verification.firmware.image import EntryKind
from mamoru.verification.firmware.reading.reader import (
    UNTIL_OPENED,
    Extent,
    Found,
    Magic,
    Reader,
    Sink,
    Yielded,
    span,
)

_MAGIC = b"!<arch>\n"
_PACKAGE = b"debian-binary"
_HEADER = 60
_TABLES = (b"/", b"/SYM64/", b"__.SYMDEF", b"__.SYMDEF SORTED")
_MOST_NAMES = 1 << 20
_CHUNK = 1 << 20


class _Member(msgspec.Struct, frozen=True):
    name: bytes
    uid: int
    gid: int
    mode: int
    size: int


def claim(view: memoryview) -> int | None:
    """Whether a first member follows, of a static library or another archive."""
    return None if _is_package(view) or not _begins(view) else UNTIL_OPENED


def claim_package(view: memoryview) -> int | None:
    """The same for a package, whose first member says so."""
    return UNTIL_OPENED if _is_package(view) and _begins(view) else None


def open_ar(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Every member but the symbol tables."""
    position, names = len(_MAGIC), b""
    while (member := _member(view, position)) is not None:
        at, size, name = position + _HEADER, member.size, member.name
        span(view, at, size)
        position = at + size + size % 2
        if name == b"//":
            names = bytes(view[at : at + min(size, _MOST_NAMES)])
            continue
        if name.startswith(b"#1/") and name[3:].isdigit() and int(name[3:]) <= size:  # as the BSDs have it
            length = int(name[3:])
            name = bytes(view[at : at + length]).rstrip(b"\0")
            at, size = at + length, size - length
        elif name.startswith(b"/") and name[1:].isdigit():
            name = names[int(name[1:]) :].split(b"\n")[0].removesuffix(b"/")
        if name in _TABLES:
            continue
        name = name.removesuffix(b"/")
        blob = sink.store(
            view[begin : min(begin + _CHUNK, at + size)] for begin in range(at, at + size, _CHUNK)
        )
        yield Found(
            name=name,
            kind=EntryKind.FILE,
            mode=member.mode & 0o7777,
            uid=member.uid,
            gid=member.gid,
            size=blob.size,
            blob=blob,
        )
    yield Extent(min(position, len(view)))


def _begins(view: memoryview) -> bool:
    return _member(view, len(_MAGIC)) is not None


def _is_package(view: memoryview) -> bool:
    return bytes(view[8 : 8 + len(_PACKAGE)]) == _PACKAGE


def _member(view: memoryview, position: int) -> _Member | None:
    """The header at `position`, None where the archive ends."""
    head = bytes(view[position : position + _HEADER])
    if len(head) < _HEADER or head[58:] != b"`\n":
        return None
    numbers = [field.strip() for field in (head[28:34], head[34:40], head[40:48], head[48:58])]
    if any(number and not number.isdigit() for number in numbers) or not numbers[3]:
        return None
    if set(numbers[2]) & set(b"89"):
        return None
    uid, gid, mode, size = (int(n or b"0", 8 if place == 2 else 10) for place, n in enumerate(numbers))
    return _Member(head[:16].rstrip(b" "), uid, gid, mode, size)


_LIMITS = Text("薄い書庫(!<thin>)は開きません。", "Thin archives (!<thin>) are not opened.")

READERS = (
    Reader(name="ar", magics=(Magic(_MAGIC),), claim=claim, open=open_ar, files=True, limits=_LIMITS),
    Reader(
        name="deb",
        magics=(Magic(_MAGIC + _PACKAGE),),
        claim=claim_package,
        open=open_ar,
        files=True,
        archive=True,
    ),
)
