"""A dump of NAND flash with UBI in it, as a programmer reads it from the chip: spare bytes behind each page.

The spare bytes are left out and what is left is scanned again. Source: the Linux kernel,
drivers/mtd/ubi/ubi-media.h; pages and spare bytes as flash makers' data sheets have them.
"""

from collections.abc import Iterator

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.readers.ubi import extent
from mamoru.verification.firmware.reading.reader import Inner, Magic, Note, Reader, Sink, Yielded
from mamoru.verification.firmware.reading.ubi_headers import BLOCK, pages_of


def claim(view: memoryview) -> int | None:
    """Up to the last erase block, where the dump has spare bytes."""
    return None if pages_of(view) is None else extent(view)


def open_dump(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """The contents of the flash without the spare bytes."""
    pages = pages_of(view)
    if pages is None:
        raise FormatError(0, "no pages with spare bytes")
    told = f"{pages.size} + {pages.spare} B"
    yield Note(Text(told, told))
    yield Inner(name="nand", blob=sink.store(pages.contents(view)))


READER = Reader(
    name="nand-dump",
    magics=(Magic(BLOCK),),
    claim=claim,
    open=open_dump,
    archive=True,
    limits=Text(
        "誤り訂正はしません（化けたビットは壊れたブロックとして示します）。UBIより前の領域は予備バイトを除かずに読みます。",
        "Errors are not corrected (a flipped bit shows as a damaged block); what lies before UBI is read with its spare bytes.",
    ),
)
