"""Zstandard frames. Source: RFC 8878, section 3.1.1."""

from mamoru.verification.firmware.reading.reader import Magic
from mamoru.verification.firmware.reading.streams import stream_reader

_MAGIC = b"\x28\xb5\x2f\xfd"


def plausible(view: memoryview) -> bool:
    """Whether the reserved bit of the frame header is clear."""
    return len(view) >= 9 and view[4] & 0x08 == 0


READER = stream_reader("zstd", (Magic(_MAGIC),), plausible, again=_MAGIC)
