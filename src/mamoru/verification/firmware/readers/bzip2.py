"""bzip2 streams: `BZh`, the block size as a digit, then a block's own magic (pi)."""

from mamoru.verification.firmware.reading import Magic
from mamoru.verification.firmware.streams import stream_reader

_BLOCK = b"1AY&SY"


def plausible(view: memoryview) -> bool:
    """Whether a first block follows the header."""
    return bytes(view[:3]) == b"BZh" and view[3:4] in (b"1", b"2", b"3", b"4", b"5", b"6", b"7", b"8", b"9")


READER = stream_reader("bzip2", (Magic(_BLOCK, 4),), plausible, again=b"BZh")
