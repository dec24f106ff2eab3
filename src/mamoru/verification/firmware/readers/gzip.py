"""gzip streams. Source: RFC 1952."""

from mamoru.verification.firmware.reading.reader import Magic
from mamoru.verification.firmware.reading.streams import stream_reader

_SYSTEMS = {*range(14), 255}


def plausible(view: memoryview) -> bool:
    """Whether the reserved flags are clear and the writer's system is one that the RFC knows."""
    return len(view) >= 18 and view[3] & 0xE0 == 0 and view[8] in (0, 2, 4) and view[9] in _SYSTEMS


READER = stream_reader("gzip", (Magic(b"\x1f\x8b\x08"),), plausible, again=b"\x1f\x8b\x08")
