"""Android sparse images: a disk or file system without its empty blocks.

Source: Android, system/core/libsparse/sparse_format.h. The checksums in them are not compared.
"""

from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.reading.inodes import zeros
from mamoru.verification.firmware.reading.reader import Inner, Magic, Reader, Sink, Yielded, fields, span

_RAW, _FILL, _SKIP, _CHECKSUM = 0xCAC1, 0xCAC2, 0xCAC3, 0xCAC4
_MOST_CHUNKS = 1 << 22


class _Chunk(msgspec.Struct, frozen=True, gc=False):
    """`size` bytes of the image; what a raw or a filled chunk holds begins at `start`."""

    kind: int
    start: int
    size: int
    end: int


def claim(view: memoryview) -> int | None:
    """Up to the end of the last chunk."""
    major, _, header, chunk, block, blocks, chunks = fields("<HHHHIII", view, 4)
    if (major, header, chunk) != (1, 28, 12) or block % 4 or not 0 < block <= 1 << 24:
        return None
    if not 0 < chunks <= _MOST_CHUNKS or not blocks > 0:
        return None
    end = header
    try:
        for found in _chunks(view):
            end = found.end
    except FormatError:
        return None if end == header else min(end, len(view))
    return end


def open_sparse(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """The image with its empty blocks, to be scanned."""
    blob, error = sink.salvage(_contents(view))
    if blob.size:
        yield Inner(blob=blob)
    if error is not None:
        raise error


def _contents(view: memoryview) -> Iterator[bytes | memoryview]:
    for chunk in _chunks(view):
        if chunk.kind == _RAW:
            for start in range(0, chunk.size, 1 << 20):
                size = min(1 << 20, chunk.size - start)
                yield span(view, chunk.start + start, size)
        elif chunk.kind == _SKIP:
            yield from zeros(chunk.size)
        elif chunk.kind == _FILL:
            pattern = bytes(span(view, chunk.start, 4)) * (1 << 16)
            for start in range(0, chunk.size, len(pattern)):
                yield pattern[: chunk.size - start]


def _chunks(view: memoryview) -> Iterator[_Chunk]:
    block, _, chunks = fields("<III", view, 12)
    position = 28
    for _ in range(chunks):
        kind, _, count, total = fields("<HHII", view, position)
        size = count * block
        holds = {_RAW: size, _FILL: 4, _SKIP: 0, _CHECKSUM: 4}.get(kind)
        if holds is None or total != 12 + holds:
            raise FormatError(position, f"no such chunk: {kind:#x}")
        yield _Chunk(kind, position + 12, 0 if kind == _CHECKSUM else size, position + total)
        position += total


READER = Reader(
    name="android-sparse",
    magics=(Magic(b"\x3a\xff\x26\xed"),),
    claim=claim,
    open=open_sparse,
    archive=True,
    limits=Text("チェックサムは照合しません。", "Checksums are not compared."),
)
