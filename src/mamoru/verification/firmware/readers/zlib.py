"""zlib streams, also in the middle of a blob: a mark of two bytes, so the whole stream must unpack and its
checksum fit. Source: RFC 1950."""

import re
import zlib
from collections.abc import Callable, Iterator

import msgspec

from mamoru.verification.firmware.reading.reader import Magic, Reader
from mamoru.verification.firmware.reading.streams import stream_reader

_MARKS = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda")
_MARK = re.compile(b"\x78[\x01\x5e\x9c\xda]")
_LEAST_PACKED, _LEAST = 16, 64  # in less, chance or a constant explains it
_ENOUGH = 64 << 10  # that many bytes unpacked without a fault are no chance
_PIECE = 64 << 10
_WINDOW = 1 << 20


def whole(view: memoryview) -> bool:
    """Whether `view` begins with a stream that ends where it should, or unpacks for long."""
    decoder, total, fed = zlib.decompressobj(), 0, 0
    try:
        while not decoder.eof and total < _ENOUGH and fed < len(view):
            piece = bytes(view[fed : fed + (_PIECE if fed else 512)])  # most that are none fail at once
            fed += len(piece)
            total += len(decoder.decompress(piece, _ENOUGH))
            while decoder.unconsumed_tail and total < _ENOUGH:
                total += len(decoder.decompress(decoder.unconsumed_tail, _ENOUGH))
    except zlib.error:
        return False
    packed = fed - len(decoder.unused_data)
    return total >= _ENOUGH or (decoder.eof and total >= _LEAST and packed >= _LEAST_PACKED)


def streams_in(view: memoryview, start: int, look: Callable[[], None]) -> Iterator[int]:
    """Where streams begin in `view` from `start` on; `look` is called for each that is tried."""
    for base in range(start, len(view), _WINDOW):
        for hit in _MARK.finditer(view[base : base + _WINDOW + 1]):
            at = base + hit.start()
            if hit.start() < _WINDOW:
                look()
                if whole(view[at:]):
                    yield at


def _plausible(view: memoryview) -> bool:
    return len(view) >= _LEAST_PACKED and whole(view)


READER: Reader = msgspec.structs.replace(
    stream_reader("zlib", tuple(Magic(mark) for mark in _MARKS), _plausible), raw=False, archive=False
)
