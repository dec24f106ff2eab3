"""LZ4 as kernels carry it (the legacy frame), and the standard LZ4 frame.

Source: LZ4 Frame Format Description 1.6.4, "Legacy frame" and "General Structure of LZ4 Frame format".
"""

from collections.abc import Iterator

import lz4.frame

from mamoru.errors import FormatError
from mamoru.verification.firmware.reading.decompressing import CHUNK, block
from mamoru.verification.firmware.reading.reader import (
    UNTIL_OPENED,
    Extent,
    Inner,
    Magic,
    Reader,
    Sink,
    Yielded,
    fields,
    span,
)

_LEGACY = b"\x02\x21\x4c\x18"
_FRAME = b"\x04\x22\x4d\x18"
_LEGACY_BLOCK = 8 << 20
_MOST_PACKED = _LEGACY_BLOCK + _LEGACY_BLOCK // 255 + 16


class _Legacy:
    """The blocks of a legacy frame; it ends where no block follows."""

    def __init__(self, view: memoryview) -> None:
        self._view, self.consumed = view, 4

    def __iter__(self) -> Iterator[bytes]:
        while self.consumed + 4 <= len(self._view):
            (size,) = fields("<I", self._view, self.consumed)
            if size == 0 or size > _MOST_PACKED:
                return
            try:
                out = block("lz4", span(self._view, self.consumed + 4, size), _LEGACY_BLOCK)
            except FormatError as error:
                raise FormatError(self.consumed, error.why) from None
            self.consumed += 4 + size
            yield out
            if len(out) < _LEGACY_BLOCK:
                return


class _Frame:
    """The contents of a standard frame."""

    def __init__(self, view: memoryview) -> None:
        self._view, self.consumed = view, 0

    def __iter__(self) -> Iterator[bytes]:
        decoder, fed = lz4.frame.LZ4FrameDecompressor(), 0
        while not decoder.eof:
            food = bytes(self._view[fed : fed + (1 << 16)]) if decoder.needs_input else b""
            fed += len(food)
            hungry = decoder.needs_input
            try:
                chunk = decoder.decompress(food, CHUNK)
            except (RuntimeError, ValueError, MemoryError) as error:
                raise FormatError(fed - len(food), f"lz4: {error}") from None
            if chunk:
                yield chunk
            elif hungry and not food and not decoder.eof:
                raise FormatError(len(self._view), "lz4: ends before its end")
        self.consumed = fed - len(decoder.unused_data or b"")


def claim(view: memoryview) -> int | None:
    """Whether a first block unpacks."""
    try:
        first = next(iter(_stream(view)), b"")
    except FormatError as error:
        return UNTIL_OPENED if error.offset >= len(view) > 64 else None
    return UNTIL_OPENED if first else None


def open_lz4(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """The contents."""
    stream = _stream(view)
    blob, error = sink.salvage(stream)
    if blob.size:
        yield Inner(blob=blob)
    if error is not None:
        raise error
    yield Extent(stream.consumed)


def _stream(view: memoryview) -> _Legacy | _Frame:
    return _Legacy(view) if view[:4] == _LEGACY else _Frame(view)


READER = Reader(
    name="lz4",
    magics=(Magic(_LEGACY), Magic(_FRAME)),
    claim=claim,
    open=open_lz4,
    stream=True,
)
