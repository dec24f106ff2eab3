"""tar archives: ustar, GNU (long names) and pax.

Source: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Header Block"; GNU tar manual, "Basic
Tar Format". Sparse members are named and not unpacked.
"""

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
    span,
)

_BLOCK = 512
_CHUNK = 1 << 20
_MOST_EXTENDED = 1 << 20
_KINDS = {
    b"0": EntryKind.FILE,
    b"\0": EntryKind.FILE,
    b"7": EntryKind.FILE,
    b"1": EntryKind.FILE,
    b"2": EntryKind.LINK,
    b"3": EntryKind.DEVICE,
    b"4": EntryKind.DEVICE,
    b"5": EntryKind.DIRECTORY,
    b"6": EntryKind.FIFO,
}
_SPARSE = Text(
    "スパース形式のメンバー {name} は開いていません。", "The sparse member {name} was not unpacked."
)


class _Header(msgspec.Struct, frozen=True):
    name: bytes
    mode: int
    uid: int
    gid: int
    size: int
    kind: bytes
    target: bytes


def claim(view: memoryview) -> int | None:
    """Whether the first header's checksum fits."""
    return UNTIL_OPENED if _header(span(view, 0, _BLOCK), 0) is not None else None


def open_tar(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Every member."""
    position = 0
    given: dict[bytes, bytes] = {}  # what extended headers say of the next member
    known: dict[bytes, Blob] = {}
    while position < len(view):
        header = _header(span(view, position, _BLOCK), position)
        if header is None:
            yield Extent(min(position + 2 * _BLOCK, len(view)))
            return
        size = _number(given.get(b"size"), header.size, position)
        data_at, after = position + _BLOCK, position + _BLOCK + -(-size // _BLOCK) * _BLOCK
        if header.kind in b"xgLK":
            extended = bytes(span(view, data_at, _bounded(size, position)))
            if header.kind != b"g":
                given |= _extended(header.kind, extended, position)
            position = after
            continue
        kind = _KINDS.get(header.kind)
        name = given.get(b"path", header.name)
        if kind is None or b"GNU.sparse.major" in given or b"GNU.sparse.map" in given:
            shown = name.decode("utf-8", "backslashreplace")
            yield Flaw(start=position, size=after - position, why=_SPARSE.fill(name=shown))
        else:
            target = given.get(b"linkpath", header.target)
            blob = None
            if header.kind == b"1":
                blob, after = known.get(_plain(target)), data_at
            elif kind is EntryKind.FILE:
                data = span(view, data_at, size)
                blob = sink.store(data[at : at + _CHUNK] for at in range(0, size, _CHUNK))
                known[_plain(name)] = blob
            yield _found(name, header, kind, target, blob)
        given = {}
        position = after
    yield Extent(len(view))


def _found(name: bytes, header: _Header, kind: EntryKind, target: bytes, blob: Blob | None) -> Found:
    return Found(
        name=name,
        kind=kind,
        mode=header.mode & 0o7777,
        uid=header.uid,
        gid=header.gid,
        target=target if kind is EntryKind.LINK else None,
        size=blob.size if blob else 0,
        blob=blob,
    )


def _header(raw: memoryview, position: int) -> _Header | None:
    """The header, None for a block of zeros (the end)."""
    block = bytes(raw)
    if not block.strip(b"\0"):
        return None
    total = sum(block) - sum(block[148:156]) + 8 * 0x20
    if _octal(block[148:156], position) != total:
        raise FormatError(position, "the checksum of a tar header does not fit")
    name, prefix = _text(block[:100]), _text(block[345:500])
    if prefix and block[257:263] == b"ustar\0":
        name = prefix + b"/" + name
    return _Header(
        name,
        _octal(block[100:108], position),
        _octal(block[108:116], position),
        _octal(block[116:124], position),
        _octal(block[124:136], position),
        block[156:157],
        _text(block[157:257]),
    )


def _octal(field: bytes, position: int) -> int:
    """A number in octal, or with the top bit set in base 256."""
    if field[0] & 0x80:
        number = int.from_bytes(field[1:], "big")
    else:
        digits = field.strip(b" \0")
        if not digits.isdigit() and digits:
            raise FormatError(position, "a number that is none")
        try:
            number = int(digits or b"0", 8)
        except ValueError:
            raise FormatError(position, "a number that is none") from None
    if number >= 1 << 62:
        raise FormatError(position, "an impossible number")
    return number


def _number(text: bytes | None, otherwise: int, position: int) -> int:
    if text is None:
        return otherwise
    if not text.isdigit() or len(text) > 18:
        raise FormatError(position, "an extended size that is no number")
    return int(text)


def _bounded(size: int, position: int) -> int:
    if size > _MOST_EXTENDED:
        raise FormatError(position, "an extended header of more than 1 MiB")
    return size


def _extended(kind: bytes, content: bytes, position: int) -> dict[bytes, bytes]:
    """What an extended header says: pax records, or one long name."""
    if kind in b"LK":
        return {b"path" if kind == b"L" else b"linkpath": content.rstrip(b"\0")}
    records: dict[bytes, bytes] = {}
    while content:
        length, _, rest = content.partition(b" ")
        if not length.isdigit() or len(length) > 7 or not len(length) + 3 < int(length) <= len(content):
            raise FormatError(position, "a pax record that is none")
        record = rest[: int(length) - len(length) - 2]
        key, _, value = record.partition(b"=")
        records[key] = value
        content = content[int(length) :]
    return records


def _text(field: bytes) -> bytes:
    return field.split(b"\0")[0]


def _plain(name: bytes) -> bytes:
    return b"/".join(step for step in name.split(b"/") if step not in (b"", b"."))


READER = Reader(
    name="tar",
    magics=(Magic(b"ustar", 257),),
    claim=claim,
    open=open_tar,
    files=True,
    archive=True,
    limits=Text("スパース形式のメンバーは開きません。", "Sparse members are not unpacked."),
)
