"""TRX containers of Broadcom routers: a header with up to four offsets, and the partitions.

Source: the Linux kernel, drivers/mtd/parsers/parser_trx.c.
"""

import zlib
from collections.abc import Iterator

from mamoru.language import Text
from mamoru.verification.firmware.reading.reader import Flaw, Inner, Magic, Reader, Sink, Yielded, fields

_BAD = Text("TRX のチェックサムが合いません。", "The checksum of the TRX does not fit.")


def claim(view: memoryview) -> int | None:
    """The length in the header."""
    size, _, version = fields("<III", view, 4)
    return size if version >> 16 in (1, 2) and 28 < size <= 1 << 28 else None


def open_trx(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """What follows the header, to be scanned."""
    _, checksum, version = fields("<III", view, 4)
    crc = 0
    for start in range(12, len(view), 1 << 20):
        crc = zlib.crc32(view[start : start + (1 << 20)], crc)
        sink.look()
    if crc ^ 0xFFFFFFFF != checksum:
        yield Flaw(start=12, size=len(view) - 12, why=_BAD)
    header = 28 if version >> 16 == 1 else 32
    yield Inner(start=header, size=len(view) - header)


READER = Reader(name="trx", magics=(Magic(b"HDR0"),), claim=claim, open=open_trx, archive=True)
