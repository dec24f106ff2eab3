"""Lists that come packed: a tar (plain, gzip, xz, zstd) as of Yocto, a zip as a CMSIS pack is."""

import io
import lzma
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Iterator

from mamoru.errors import FormatError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MOST_OUTPUT_BYTES = 512 << 20
MOST_MEMBERS = 50_000
_PIECE = 1 << 20
_NAMES = (".json", ".spdx", ".pdsc", ".xml", ".yml", ".csv")
_MAGICS = (b"\x28\xb5\x2f\xfd", b"\x1f\x8b", b"\xfd7zXZ\0", b"PK\x03\x04")


def is_packed(head: bytes) -> bool:
    """Whether a file begins as an archive, or as one that is compressed."""
    return head.startswith(_MAGICS) or head[257:262] == b"ustar"


def packed_files(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files inside whose names may be those of a list, in memory; raises `FormatError`, also where
    there is more than `MOST_OUTPUT_BYTES`."""
    try:
        if data.startswith(b"PK\x03\x04"):
            yield from _zipped(data)
            return
        unpacked = _unpacked(data)
        if unpacked[257:262] == b"ustar":
            yield from _tarred(unpacked)
        else:
            yield "-", unpacked
    except (
        tarfile.TarError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, zstd.ZstdError, OSError, EOFError,
        ValueError, NotImplementedError, RuntimeError, UnicodeError, IndexError,
    ) as error:  # fmt: skip
        raise FormatError(0, f"{type(error).__name__}: {error}"[:200]) from error


def _unpacked(data: bytes) -> bytes:
    if data.startswith(b"\x28\xb5\x2f\xfd"):
        stream: io.BufferedIOBase = zstd.ZstdFile(io.BytesIO(data))
    elif data.startswith(b"\xfd7zXZ\0"):
        stream = lzma.LZMAFile(io.BytesIO(data))  # noqa: SIM115  (over memory)
    elif data.startswith(b"\x1f\x8b"):
        reader = zlib.decompressobj(wbits=31)
        return _bounded(reader.decompress(data, MOST_OUTPUT_BYTES + 1))
    else:
        return data
    pieces, size = [], 0
    while size <= MOST_OUTPUT_BYTES and (piece := stream.read(_PIECE)):
        pieces.append(piece)
        size += len(piece)
    return _bounded(b"".join(pieces))


def _bounded(unpacked: bytes) -> bytes:
    if len(unpacked) > MOST_OUTPUT_BYTES:
        raise FormatError(0, f"more than {MOST_OUTPUT_BYTES >> 20} MiB when unpacked")
    return unpacked


def _tarred(unpacked: bytes) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(unpacked), mode="r:") as archive:
        for number, member in enumerate(archive):
            if number >= MOST_MEMBERS:
                raise FormatError(member.offset, f"more than {MOST_MEMBERS} files")
            if (
                member.isreg()
                and member.name.lower().endswith(_NAMES)
                and (file := archive.extractfile(member))
            ):
                yield member.name, file.read(MOST_OUTPUT_BYTES)


def _zipped(data: bytes) -> Iterator[tuple[str, bytes]]:
    total = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        listed = archive.infolist()
        if len(listed) > MOST_MEMBERS:
            raise FormatError(0, f"more than {MOST_MEMBERS} files")
        for member in listed:
            if member.is_dir() or not member.filename.lower().endswith(_NAMES):
                continue
            with archive.open(member) as file:
                content = file.read(MOST_OUTPUT_BYTES - total + 1)
            total += len(content)
            if total > MOST_OUTPUT_BYTES:
                raise FormatError(0, f"more than {MOST_OUTPUT_BYTES >> 20} MiB when unpacked")
            yield member.filename, content
