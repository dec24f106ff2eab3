"""7z archives, by an outside `7zz` or `7z` where one is installed: never by name, only through pipes.

Source: 7-Zip, DOC/7zFormat.txt, "SignatureHeader"; the `l -slt` and `x -so` commands of 7-Zip.
"""

import os
import re
import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.image import EntryKind
from mamoru.verification.firmware.opening.gaps import UNENCRYPTED
from mamoru.verification.firmware.reading.reader import (
    Flaw,
    Found,
    Magic,
    Reader,
    Sink,
    Yielded,
    fields,
)

_HEAD = 32
_PROGRAMS = ("7zz", "7z", "7za")
_MOST_LISTING = 32 << 20
_MOST_TARGET = 4096
_CHUNK = 1 << 18
_MODE = re.compile(r"([-dlcbps])([-rwxsStT]{9})$")
_KINDS = {
    "-": EntryKind.FILE,
    "d": EntryKind.DIRECTORY,
    "l": EntryKind.LINK,
    "c": EntryKind.DEVICE,
    "b": EntryKind.DEVICE,
    "p": EntryKind.FIFO,
    "s": EntryKind.SOCKET,
}
_ABSENT = Text(
    "7z 形式を開くプログラム(7zz または 7z)がありません。",
    "There is no program (7zz or 7z) to open the 7z format with.",
)
_INSTALL = Text(
    "7-Zip を入れるか、展開したフォルダー、tar、zip を渡してください。",
    "Install 7-Zip, or hand in the unpacked folder, a tar or a zip.",
)
_SEALED = Text("7z の中身が暗号化されています。", "The contents of the 7z archive are encrypted.")


class _Member(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    kind: EntryKind
    mode: int
    size: int
    crc: int | None
    encrypted: bool


def claim(view: memoryview) -> int | None:
    """Header, packed streams and the header at the end; the first header's CRC must fit."""
    major, _, crc, offset, size = fields("<BBIQQ", view, 6)
    if major != 0 or zlib.crc32(view[12:_HEAD]) != crc or offset + size >= 1 << 40:
        return None
    return _HEAD + offset + size


def open_7z(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Every member, through the outside program."""
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        yield Flaw(start=0, size=len(view), why=_ABSENT, instead=_INSTALL)
        return
    with tempfile.TemporaryDirectory(prefix="7z-", dir=sink.folder) as folder:
        path = Path(folder) / "archive.7z"
        with path.open("wb") as file:
            for at in range(0, len(view), 1 << 20):
                file.write(view[at : at + (1 << 20)])
                sink.look()
        members = _listed(program, path, sink)
        if any(member.encrypted for member in members):
            yield Flaw(start=0, size=len(view), why=_SEALED, instead=UNENCRYPTED)
            return
        with _running(program, "x", "-so", path) as output:
            yield from _extracted(members, output, sink)


def _extracted(members: list[_Member], output: IO[bytes], sink: Sink) -> Iterator[Yielded]:
    """The members one after the other, as the program writes them; each must have its checksum."""
    for member in members:
        name, target, blob = member.name.encode("utf-8", "surrogateescape"), None, None
        if member.kind is EntryKind.LINK:
            target = b"".join(_contents(member, output, sink))[:_MOST_TARGET]
        elif member.kind is EntryKind.FILE:
            blob = sink.store(_contents(member, output, sink))
        yield Found(
            name=name,
            kind=member.kind,
            mode=member.mode,
            target=target,
            size=blob.size if blob else 0,
            blob=blob,
        )


def _contents(member: _Member, output: IO[bytes], sink: Sink) -> Iterator[bytes]:
    left, crc = member.size, 0
    if member.kind is EntryKind.LINK and left > _MOST_TARGET:
        raise FormatError(0, "a link of impossible length")
    while left:
        piece = output.read(min(left, _CHUNK))
        if not piece:
            raise FormatError(_HEAD, f"7z: ends within {member.name}")
        left -= len(piece)
        crc = zlib.crc32(piece, crc)
        sink.look()
        yield piece
    if member.crc is not None and crc != member.crc:
        raise FormatError(_HEAD, f"7z: the checksum of {member.name} does not fit")


def _listed(program: str, path: Path, sink: Sink) -> list[_Member]:
    """What the program lists, in the order in which it unpacks."""
    chunks: list[bytes] = []
    with _running(program, "l", "-slt", "-ba", path) as output:
        while chunk := output.read(_CHUNK):
            chunks.append(chunk)
            sink.look()
            if len(chunks) * _CHUNK > _MOST_LISTING:
                raise FormatError(_HEAD, "7z: a listing of more than 32 MiB")
    text = b"".join(chunks).decode("utf-8", "surrogateescape").replace("\r\n", "\n")
    members = [_member(block) for block in re.split(r"\n\n(?=Path = )", text) if block.startswith("Path = ")]
    if not members:
        raise FormatError(_HEAD, "7z: no member can be listed (damaged, or its names are encrypted)")
    return members


def _member(block: str) -> _Member:
    values = dict(line.partition(" = ")[::2] for line in block.split("\n") if " = " in line)
    attributes, size, crc = values.get("Attributes", ""), values.get("Size", ""), values.get("CRC", "")
    shown = _MODE.search(attributes)
    kind = _KINDS[shown[1]] if shown else EntryKind.DIRECTORY if "D" in attributes else EntryKind.FILE
    mode = _bits(shown[2]) if shown else 0o755 if kind is EntryKind.DIRECTORY else 0o644
    return _Member(
        name=values["Path"],
        kind=kind,
        mode=mode,
        size=int(size) if size.isdecimal() and len(size) < 16 else 0,
        crc=int(crc, 16) if re.fullmatch(r"[0-9A-Fa-f]{8}", crc) else None,
        encrypted=values.get("Encrypted") == "+",
    )


def _bits(shown: str) -> int:
    """The permission bits that `rwsr-xr-x` shows."""
    mode = 0
    for place, letter in enumerate(shown):
        if letter not in "-ST":
            mode |= 0o400 >> place
        if letter in "sStT":
            mode |= 0o4000 >> place // 3
    return mode


@contextmanager
def _running(program: str, *arguments: str | Path) -> Iterator[IO[bytes]]:
    """What the program prints while the context lasts; it is ended with it. Asks for no password."""
    try:
        process = subprocess.Popen(
            [program, *map(str, arguments), "-mmt=1", "-p", "-y", "-bd", "-sccUTF-8"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"LC_ALL": "C.UTF-8"},
        )
    except OSError as error:
        raise FormatError(0, f"7z: {error.strerror}") from None
    assert process.stdout is not None
    try:
        yield process.stdout
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


READER = Reader(
    name="7z",
    magics=(Magic(b"7z\xbc\xaf\x27\x1c"),),
    claim=claim,
    open=open_7z,
    files=True,
    archive=True,
    limits=Text(
        "外部の 7zz または 7z があるときだけ開きます。分割書庫と暗号化は開きません。",
        "Opened only where 7zz or 7z is installed; neither split nor encrypted archives.",
    ),
)
