"""Open a feed's file, compressed or not, with bounds: its bytes, its lines, its first bytes."""

import gzip
import lzma
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

from mamoru.errors import FormatError
from mamoru.operation.vulnerabilities.feeds.feed import FeedFile

HEAD_BYTES = 4096
MOST_BYTES = 2 << 30
MOST_LINE = 64 << 20
_SUFFIXES = (".xz", ".gz")
_BROKEN = (EOFError, lzma.LZMAError, zlib.error, gzip.BadGzipFile)


def opened(path: Path) -> FeedFile:
    """The file at `path` as a feed sees it. Raises `OSError`; a broken compression has no head."""
    name = path.name
    for suffix in _SUFFIXES:
        name = name.removesuffix(suffix)
    try:
        with _stream(path) as stream:
            head = stream.read(HEAD_BYTES)
    except _BROKEN:
        head = b""
    return FeedFile(path=path, name=name, head=head)


def whole(file: FeedFile) -> bytes:
    """All bytes of the file, decompressed. Raises `FormatError` where it is broken or too large."""
    try:
        with _stream(file.path) as stream:
            data = stream.read(MOST_BYTES + 1)
    except _BROKEN as error:
        raise FormatError(0, f"the compressed file is broken: {error}") from None
    if len(data) > MOST_BYTES:
        raise FormatError(MOST_BYTES, "the file is too large")
    return data


def lines(file: FeedFile) -> Iterator[tuple[int, bytes]]:
    """The lines of the file with their numbers (from 1), blank ones left out, read as they come.

    Raises `FormatError` where the compression is broken, a line or the whole is too long; what came
    before was given."""
    read = 0
    try:
        with _stream(file.path) as stream:
            number = 0
            while line := stream.readline(MOST_LINE):
                number += 1
                read += len(line)
                if len(line) >= MOST_LINE or read > MOST_BYTES:
                    raise FormatError(read, f"line {number}: too long")
                if line.strip():
                    yield number, line
    except _BROKEN as error:
        raise FormatError(read, f"the compressed file is broken: {error}") from None


def _stream(path: Path) -> IO[bytes]:
    with path.open("rb") as plain:
        magic = plain.read(6)
    if magic.startswith(b"\xfd7zXZ\0"):
        return cast(IO[bytes], lzma.open(path))
    if magic.startswith(b"\x1f\x8b"):
        return cast(IO[bytes], gzip.open(path))
    return path.open("rb")
