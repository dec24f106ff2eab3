"""The configuration that a Linux kernel was built with, where it carries it (CONFIG_IKCONFIG).

Source: the Linux kernel, kernel/configs.c.
"""

from collections.abc import Iterator

from mamoru.errors import FormatError
from mamoru.verification.firmware.reading.decompressing import Stream, beginning
from mamoru.verification.firmware.reading.reader import (
    UNTIL_OPENED,
    Extent,
    Inner,
    Magic,
    Reader,
    Sink,
    Yielded,
    span,
    stands,
)

KERNEL_CONFIG = "kernel-config"
_START, _END = b"IKCFG_ST", b"IKCFG_ED"
_WORDS = (b"CONFIG_", b"Linux")


def claim(view: memoryview) -> int | None:
    """A gzip stream that begins as a configuration does."""
    head = beginning("gzip", view[len(_START) :]) if stands(b"\x1f\x8b\x08", view, len(_START)) else None
    return UNTIL_OPENED if head and any(word in head for word in _WORDS) else None


def open_ikconfig(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """The text of the configuration, as the part `kernel-config`."""
    stream = Stream("gzip", span(view, len(_START), len(view) - len(_START)))
    blob, error = sink.salvage(stream)
    if blob.size:
        yield Inner(name=KERNEL_CONFIG, blob=blob)
    if error is not None:
        raise FormatError(error.offset + len(_START), error.why)
    end = len(_START) + stream.consumed
    yield Extent(end + (len(_END) if stands(_END, view, end) else 0))


READER = Reader(name="ikconfig", magics=(Magic(_START),), claim=claim, open=open_ikconfig)
