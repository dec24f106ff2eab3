"""LZMA streams with the 13-byte header of the old lzma tool ("lzma alone").

The header has no magic: a properties byte, the dictionary size and the size once unpacked. Known by
the usual properties with a dictionary of a power of two. Source: LZMA SDK, lzma-specification.txt.
"""

from mamoru.verification.firmware.reading.reader import Magic
from mamoru.verification.firmware.reading.streams import stream_reader

_PROPERTIES = (0x5D, 0x6D, 0x6E, 0x5E, 0x5A)
_UNKNOWN_SIZE = (1 << 64) - 1
_MOST = 1 << 32


def plausible(view: memoryview) -> bool:
    """Whether the unpacked size is unknown or sensible, and the range coder begins as it must."""
    if len(view) < 32 or view[13] != 0:
        return False
    size = int.from_bytes(view[5:13], "little")
    return size == _UNKNOWN_SIZE or 64 <= size < _MOST


READER = stream_reader(
    "lzma",
    tuple(
        Magic(bytes([properties]) + (1 << log).to_bytes(4, "little"))
        for properties in _PROPERTIES
        for log in range(16, 28)
    ),
    plausible,
)
