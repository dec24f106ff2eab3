"""How a SquashFS is compressed: as its header says, or as makers changed it without saying so.

Makers' kernels put LZMA under a header that says zlib, before version 4 always, and each with a header
of its own before the LZMA data, or with none and parameters that only their kernel knows.

Source: 7-Zip, DOC/lzma.txt (the 13-byte header and its parts); what firmware holds.
"""

import lzma
from collections.abc import Callable, Iterator
from functools import partial

from mamoru.errors import FormatError
from mamoru.verification.firmware.reading.decompressing import block as unpacked

Method = Callable[[memoryview, int], bytes]
"""Packed bytes and the most that may come of them -> the bytes; `FormatError`."""

_ERRORS = (lzma.LZMAError, ValueError, MemoryError, OverflowError)
_MOST_DICTIONARY = 1 << 24
_HEADERS = (13, 9, 5)  # the parameters, the size of the dictionary, and the size in 8, 4 or no bytes
_WAYS = (3, 0, 2)  # lc, lp, pb as most encoders have them


def methods(kind: str) -> Iterator[tuple[str, Method]]:
    """The ways to try, each with its name, that which the header names first."""
    yield kind, partial(unpacked, kind)
    for length in _HEADERS:
        yield "lzma", partial(_with_header, length)
    combinations = [(lc, lp, pb) for lc in range(5) for lp in range(5 - lc) for pb in range(5)]
    for way in sorted(combinations, key=lambda way: (way != _WAYS, way)):
        yield "lzma", partial(_raw, way, 0)


def _with_header(length: int, packed: memoryview, most: int) -> bytes:
    if len(packed) <= length:
        raise FormatError(0, "lzma: ends within its header")
    parameters, dictionary = packed[0], int.from_bytes(packed[1:5], "little")
    if parameters >= 225:
        raise FormatError(0, "lzma: no such parameters")
    rest, lc = divmod(parameters, 9)
    pb, lp = divmod(rest, 5)
    return _raw((lc, lp, pb), dictionary, packed[length:], most)


def _raw(way: tuple[int, int, int], dictionary: int, packed: memoryview, most: int) -> bytes:
    """LZMA data without header: its first byte is 0. Where it ends is not marked: what lies beyond
    `most` is left."""
    if not packed or packed[0]:
        raise FormatError(0, "lzma: no such data")
    lc, lp, pb = way
    size = min(max(dictionary, most, 4096), _MOST_DICTIONARY)
    filters = [{"id": lzma.FILTER_LZMA1, "lc": lc, "lp": lp, "pb": pb, "dict_size": size}]
    try:
        decoder = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters)
        return decoder.decompress(bytes(packed), most)
    except _ERRORS as error:
        raise FormatError(0, f"lzma: {error}") from None
