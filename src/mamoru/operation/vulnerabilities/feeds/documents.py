"""The documents of a feed's file, one by one: a line each, one in all, an array, members of an archive.

Each comes with its place (a line's number, a member's name) and is bounded, so that a hostile file
cannot fill the memory: a document that is too large is `Skipped`, a file that is too large as a whole
raises `FormatError`. A zip in a zip (as the CVE Program publishes its bulk file) is opened once.
"""

import lzma
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import IO, TypeVar

import msgspec

from mamoru.errors import FormatError
from mamoru.operation.vulnerabilities.feeds.feed import FeedFile
from mamoru.operation.vulnerabilities.feeds.opening import HEAD_BYTES, lines, whole
from mamoru.operation.vulnerabilities.record import Record, Skipped

Document = tuple[str, bytes | msgspec.Raw]
Wanted = Callable[[str], bool]
T = TypeVar("T")

MOST_DOCUMENT = 16 << 20
MOST_MEMBERS = 2_000_000
MOST_UNPACKED = 8 << 30
MOST_WHY = 200
UNREADABLE = (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError)
_BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError,
)  # fmt: skip
_ZIP = b"PK\x03\x04"
_MARK = b"\xef\xbb\xbf"
_DEFLATED_STREAM = -15
_LOCAL_HEADER = 30
_MOST_OFFSET = 1 << 40
_MOST_LOOKED_AT = 1000


def json_name(name: str) -> bool:
    """Whether a member of an archive is JSON by its name."""
    return name.endswith(".json")


def documents(file: FeedFile, wanted: Wanted = json_name) -> Iterator[Document | Skipped]:
    """Every document of `file`; in an archive those of the `wanted` names. Raises `FormatError`."""
    head = file.head.removeprefix(_MARK).lstrip()
    if file.head.startswith(_ZIP):
        with file.path.open("rb") as stream:
            yield from _zipped(stream, wanted, depth=0)
    elif is_tar(file):
        yield from _tarred(file, wanted)
    elif head.startswith(b"["):
        yield from _array(whole(file).removeprefix(_MARK))
    elif head.partition(b"\n")[0].strip() == b"{":
        yield file.name, whole(file).removeprefix(_MARK)
    else:
        for number, line in lines(file):
            yield f"line {number}", line.removeprefix(_MARK)


def is_tar(file: FeedFile) -> bool:
    """Whether what the file holds is a tar archive."""
    return file.head[257:262] == b"ustar"


def inner_head(file: FeedFile, wanted: Wanted = json_name) -> bytes:
    """The first bytes of the first document: the file's own, or a zip's first member of a `wanted` name
    (or zip in it), behind its name and a line break; b"" where there is none."""
    if not file.head.startswith(_ZIP):
        return file.head
    try:
        with file.path.open("rb") as stream, zipfile.ZipFile(stream) as archive:
            for member in archive.infolist()[:_MOST_LOOKED_AT]:
                if wanted(member.filename) or member.filename.endswith(".zip"):
                    with archive.open(member) as inside:
                        return member.filename.encode() + b"\n" + inside.read(HEAD_BYTES)
    except (*_BROKEN_ZIP, OSError):
        return b""
    return b""


def read_each(
    found: Iterable[Document | Skipped],
    decode: Callable[[bytes | msgspec.Raw], T],
    records: Callable[[T], Iterable[Record | Skipped]],
) -> Iterator[Record | Skipped]:
    """The records of each document; one that cannot be decoded is `Skipped` with the reason."""
    for document in found:
        if isinstance(document, Skipped):
            yield document
            continue
        place, data = document
        try:
            decoded = decode(data)
        except UNREADABLE as error:
            yield Skipped(where=place, why=f"not readable: {error}"[:MOST_WHY])
        else:
            yield from records(decoded)


def _array(data: bytes) -> Iterator[Document]:
    try:
        items = msgspec.json.decode(data, type=list[msgspec.Raw])
    except UNREADABLE as error:
        raise FormatError(0, f"the array is not readable as JSON: {error}"[:MOST_WHY]) from None
    for number, item in enumerate(items, 1):
        yield f"entry {number}", item


def _zipped(stream: IO[bytes], wanted: Wanted, *, depth: int) -> Iterator[Document | Skipped]:
    try:
        archive = zipfile.ZipFile(stream)
        members = archive.infolist()
    except _BROKEN_ZIP as error:
        raise FormatError(0, f"the zip file is broken: {error}") from None
    if any(not 0 <= member.header_offset < _MOST_OFFSET for member in members):
        raise FormatError(0, "the zip file is broken: a member lies outside it")
    if len(members) > MOST_MEMBERS:
        raise FormatError(0, f"the zip file has {len(members)} members")
    unpacked = 0
    for member in members:
        name = member.filename
        if depth == 0 and name.endswith(".zip"):
            yield from _inner_zip(archive, member, wanted)
        elif wanted(name):
            try:
                data = _member(stream, member)
            except _BROKEN_ZIP as error:
                yield Skipped(where=name, why=f"the member cannot be unpacked: {error}"[:MOST_WHY])
                continue
            unpacked += len(data)
            if unpacked > MOST_UNPACKED:
                raise FormatError(0, "the zip file unpacks to too much")
            yield name, data


def _member(stream: IO[bytes], member: zipfile.ZipInfo) -> bytes:
    """What a member holds, read beside `zipfile`, whose own way costs several times the unpacking."""
    if member.flag_bits & 1:
        raise ValueError("it is encrypted")
    if member.file_size > MOST_DOCUMENT or member.compress_size > MOST_DOCUMENT:
        raise ValueError("it is too large")
    stream.seek(member.header_offset)
    header = stream.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or not header.startswith(_ZIP):
        raise ValueError("it does not begin where the directory says")
    stream.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    packed = stream.read(member.compress_size)
    if member.compress_type == zipfile.ZIP_STORED:
        data = packed
    elif member.compress_type == zipfile.ZIP_DEFLATED:
        data = zlib.decompressobj(_DEFLATED_STREAM).decompress(packed, MOST_DOCUMENT)
    else:
        raise ValueError(f"it is compressed by method {member.compress_type}")
    if len(data) != member.file_size or zlib.crc32(data) != member.CRC:
        raise ValueError("it is damaged")
    return data


def _inner_zip(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, wanted: Wanted
) -> Iterator[Document | Skipped]:
    with tempfile.TemporaryFile() as copy:
        try:
            with archive.open(member) as inside:
                while piece := inside.read(1 << 20):
                    copy.write(piece)
                    if copy.tell() > MOST_UNPACKED:
                        raise FormatError(0, "the zip file unpacks to too much")
        except _BROKEN_ZIP as error:
            yield Skipped(where=member.filename, why=f"the member cannot be unpacked: {error}"[:MOST_WHY])
            return
        copy.seek(0)
        yield from _zipped(copy, wanted, depth=1)


def _tarred(file: FeedFile, wanted: Wanted) -> Iterator[Document | Skipped]:
    unpacked = 0
    try:
        with tarfile.open(file.path, "r:*") as archive:
            for member in archive:
                if not member.isfile() or not wanted(member.name):
                    continue
                if member.size > MOST_DOCUMENT:
                    yield Skipped(where=member.name, why="it is too large")
                    continue
                unpacked += member.size
                if unpacked > MOST_UNPACKED:
                    raise FormatError(0, "the archive unpacks to too much")
                inside = archive.extractfile(member)
                if inside is not None:
                    yield member.name, inside.read()
    except (tarfile.TarError, lzma.LZMAError, *_BROKEN_ZIP, OSError) as error:
        raise FormatError(0, f"the archive is broken: {error}"[:MOST_WHY]) from None
