"""Whether every byte of an opened image is told of."""

from mamoru.verification.firmware import Index


def untold(index: Index, image: bytes) -> bytes:
    """The bytes of the image in no part and no gap, apart from 0x00 and 0xff."""
    told = bytearray(image)
    for part in index.parts:
        if part.parent is None:
            told[part.offset : part.offset + part.bytes] = bytes(part.bytes)
    for gap in index.gaps:
        if gap.container is None:
            told[gap.offset : gap.offset + gap.bytes] = bytes(gap.bytes)
    return bytes(told).strip(b"\0\xff").replace(b"\0", b"").replace(b"\xff", b"")
