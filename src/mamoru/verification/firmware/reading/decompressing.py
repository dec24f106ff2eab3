"""Decompression that stays bounded: chunk by chunk for streams, one capped block for file systems.

Every library error becomes `FormatError`; no call gives more than it was asked for.
"""

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

import lz4.block
from lzallright import LZOCompressor, LZOError

from mamoru.errors import FormatError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

CHUNK = 1 << 18
XZ_MEMORY = 256 << 20  # a hostile header may ask for a dictionary of gigabytes
_ERRORS = (
    zlib.error,
    lzma.LZMAError,
    zstd.ZstdError,
    OSError,
    EOFError,
    ValueError,
    MemoryError,
    OverflowError,
)


class _Decoder(Protocol):
    """What bz2, lzma and zstd decoders have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /, max_length: int = -1) -> bytes: ...


class _Zlib:
    """zlib's decoder with the face of the others."""

    def __init__(self, window: int) -> None:
        self._inner = zlib.decompressobj(window)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, /, max_length: int = -1) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, max_length)


_DECODERS: dict[str, Callable[[], _Decoder]] = {
    "gzip": lambda: _Zlib(31),
    "zlib": lambda: _Zlib(15),
    "deflate": lambda: _Zlib(-15),
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY),
    "lzma": lambda: lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=XZ_MEMORY),
    "zstd": zstd.ZstdDecompressor,
}


class Stream:
    """The contents of the compressed stream at the start of `view`, as chunks of at most 256 KiB.

    Streams of the same kind that follow at once (magic `again`) belong to it, as the format's tools
    have it. `consumed` says how many bytes of `view` were read; an iteration that breaks raises
    `FormatError` at that offset. `fed` is how far the decoder was given bytes, also where nobody
    iterated to the end.
    """

    def __init__(self, kind: str, view: memoryview, *, again: bytes = b"") -> None:
        self._kind = kind
        self._view = view
        self._again = again
        self.consumed = self.fed = 0

    def __iter__(self) -> Iterator[bytes]:
        while True:
            yield from self._one()
            following = bytes(self._view[self.consumed : self.consumed + len(self._again)])
            if not self._again or following != self._again:
                return

    def _one(self) -> Iterator[bytes]:
        decoder, fed = _DECODERS[self._kind](), self.consumed
        while not decoder.eof:
            food = b""
            if decoder.needs_input:
                food = bytes(self._view[fed : fed + (1 << 16)])
                fed += len(food)
                self.fed = fed
            was_hungry = decoder.needs_input
            try:
                chunk = decoder.decompress(food, CHUNK)
            except _ERRORS as error:
                self.consumed = max(self.consumed, fed - len(food))
                raise FormatError(self.consumed, f"{self._kind}: {error}") from None
            if chunk:
                yield chunk
            elif was_hungry and not food and not decoder.eof:
                self.consumed = len(self._view)
                raise FormatError(self.consumed, f"{self._kind}: ends before its end")
        self.consumed = fed - len(decoder.unused_data)


def beginning(kind: str, view: memoryview, most: int = 4096) -> bytes | None:
    """The first bytes, `most` at the most, of the stream at the start of `view`; None where it does
    not begin as one. A stream that is cut off still begins as one."""
    try:
        return next(iter(Stream(kind, view[: 1 << 17])), b"")[:most]
    except FormatError as error:
        return b"" if error.offset >= len(view) else None


def block(kind: str, packed: memoryview | bytes, most: int) -> bytes:
    """One block of a file system, at most `most` bytes; `FormatError` where it gives more or breaks."""
    if kind in ("lzo", "lz4"):
        return _block_at_once(kind, bytes(packed), most)
    try:
        decoder = _DECODERS[kind]()
        out = decoder.decompress(bytes(packed), most + 1)
        if len(out) > most:
            raise FormatError(0, f"{kind}: more than {most} bytes")
        if not decoder.eof:  # the end mark may still be unread
            out += decoder.decompress(b"", most + 1 - len(out))
    except _ERRORS as error:
        raise FormatError(0, f"{kind}: {error}") from None
    if not decoder.eof or len(out) > most:
        raise FormatError(0, f"{kind}: block does not end where it should")
    return out


def _block_at_once(kind: str, packed: bytes, most: int) -> bytes:
    try:
        if kind == "lz4":
            return bytes(lz4.block.decompress(packed, uncompressed_size=most))
        out = LZOCompressor.decompress(packed, most)
    except (LZOError, lz4.block.LZ4BlockError, *_ERRORS) as error:
        raise FormatError(0, f"{kind}: {error}") from None
    if len(out) > most:
        raise FormatError(0, f"{kind}: more than {most} bytes")
    return bytes(out)
