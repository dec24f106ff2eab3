"""bzip2 streams: `BZh`, the block size as a digit, then a block's own magic (pi)."""

from mamoru.verification.firmware.reading.reader import Magic, stands
from mamoru.verification.firmware.reading.streams import stream_reader

_BLOCK = b"1AY&SY"


def plausible(view: memoryview) -> bool:
    """Whether a first block follows the header."""
    return stands(b"BZh", view) and len(view) > 14 and view[3] in b"123456789"


READER = stream_reader("bzip2", (Magic(_BLOCK, 4),), plausible, again=b"BZh")
