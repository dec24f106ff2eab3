"""xz streams. Source: The .xz File Format 1.2, section 2.1.1 "Stream Header"."""

import zlib

from mamoru.verification.firmware.reading.reader import Magic
from mamoru.verification.firmware.reading.streams import stream_reader

_MAGIC = b"\xfd7zXZ\0"


def plausible(view: memoryview) -> bool:
    """Whether the checksum of the stream flags fits."""
    return len(view) >= 24 and zlib.crc32(view[6:8]) == int.from_bytes(view[8:12], "little")


READER = stream_reader("xz", (Magic(_MAGIC),), plausible, again=_MAGIC)
