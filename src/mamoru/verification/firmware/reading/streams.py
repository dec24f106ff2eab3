"""What the readers of single compressed streams have in common."""

from collections.abc import Callable, Iterator

from mamoru.errors import LimitReached
from mamoru.verification.firmware.reading.decompressing import Stream, beginning
from mamoru.verification.firmware.reading.reader import (
    UNTIL_OPENED,
    Extent,
    Inner,
    Magic,
    Reader,
    Sink,
    Yielded,
)


def stream_reader(
    name: str, magics: tuple[Magic, ...], plausible: Callable[[memoryview], bool], *, again: bytes = b""
) -> Reader:
    """A reader for the streams that `decompressing` knows as `name`. `plausible` looks at the header;
    then the first bytes must unpack, for a magic of two bytes means little in a raw image. `again`
    is the magic of further streams that belong to the first."""

    def claim(view: memoryview) -> int | None:
        return UNTIL_OPENED if plausible(view) and beginning(name, view) is not None else None

    def unpack(view: memoryview, sink: Sink) -> Iterator[Yielded]:
        stream = Stream(name, view, again=again)
        try:
            blob, error = sink.salvage(stream)
        except LimitReached:  # a bomb hides nothing that lies behind it
            yield Extent(stream.fed)
            raise
        if blob.size:
            yield Inner(blob=blob)
        if error is not None:
            raise error
        yield Extent(stream.consumed)

    def peek(view: memoryview) -> bytes | None:
        return beginning(name, view) if plausible(view) else None

    return Reader(name=name, magics=magics, claim=claim, open=unpack, peek=peek, stream=True, archive=True)
