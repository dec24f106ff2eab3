"""Flattened device trees that describe hardware. Source: Devicetree Specification 0.4, chapter 5."""

import re
from collections.abc import Iterator

from mamoru.language import both
from mamoru.verification.firmware.readers.fit import is_fit
from mamoru.verification.firmware.reading.device_trees import MAGIC, size_of
from mamoru.verification.firmware.reading.reader import Magic, Note, Reader, Sink, Yielded


def claim(view: memoryview) -> int | None:
    """A tree that is no FIT image."""
    return None if is_fit(view) else size_of(view)


def open_dtb(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Nothing to unpack; its bytes are kept."""
    sink.look()
    names = re.findall(rb"[a-z0-9-]{2,24},[a-z0-9-]{2,32}", view[:4096])
    if names:
        yield Note(both(names[0].decode("ascii")))


READER = Reader(name="dtb", magics=(Magic(MAGIC),), claim=claim, open=open_dtb, part="device-tree", keep=True)
