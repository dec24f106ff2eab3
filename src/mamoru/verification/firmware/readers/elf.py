"""ELF files as a whole: known, kept, and read by others. Source: System V ABI, chapter 4."""

from collections.abc import Iterator

from mamoru.verification.firmware.reading import UNTIL_OPENED, Extent, Magic, Reader, Sink, Yielded, fields


def claim(view: memoryview) -> int | None:
    """Whether class, byte order and version are ones that exist."""
    word, order, version = fields("<BBB", view, 4)
    return UNTIL_OPENED if word in (1, 2) and order in (1, 2) and version == 1 else None


def open_elf(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Nothing to unpack."""
    sink.look()
    yield Extent(len(view))


READER = Reader(name="elf", magics=(Magic(b"\x7fELF"),), claim=claim, open=open_elf, keep=True, raw=False)
