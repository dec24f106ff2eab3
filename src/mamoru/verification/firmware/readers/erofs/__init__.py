"""EROFS: plain, in chunks, or packed by lz4, lzma, deflate or zstd.

Source: the Linux kernel, fs/erofs/erofs_fs.h, Documentation/filesystems/erofs.rst.
"""

from collections.abc import Iterator

from mamoru.errors import FormatError
from mamoru.language import Text, both
from mamoru.verification.firmware.readers.erofs.clusters import Clusters
from mamoru.verification.firmware.readers.erofs.layout import (
    CHUNKED,
    INLINE,
    MAGIC,
    PLAIN,
    SUPER,
    File,
    Super,
    inode,
    super_block,
)
from mamoru.verification.firmware.reading.inodes import walk, zeros
from mamoru.verification.firmware.reading.reader import (
    Flaw,
    Magic,
    Note,
    Reader,
    Sink,
    Yielded,
    fields,
    span,
)

_PIECE = 1 << 20
_HOLE = 0xFFFFFFFF
_INDEXED = 0x20
_MOST_DIRECTORY = 64 << 20
_UNREAD = {
    0x20: "fragments or deduplication",
    0x80: "48-bit block numbers",
    0x100: "a metadata inode (metabox)",
}
_KNOWN = 0x1FF
_UNSUPPORTED = Text(
    "EROFS の機能 {feature} には対応していません。それ以外は開いています。",
    "The EROFS uses {feature}, which is not supported; the rest was opened.",
)


def claim(view: memoryview) -> int | None:
    """As many blocks as the superblock says, if its root is a directory."""
    sb = super_block(view)
    if sb is None or inode(view, sb, sb.root).mode >> 12 != 4:
        return None
    return sb.blocks << sb.block_bits


def open_erofs(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Every entry, the root directory first."""
    sb = super_block(view)
    if sb is None:
        raise FormatError(SUPER, "no superblock")
    if sb.label:
        yield Note(both(sb.label))
    for bit in range(16):
        flag = sb.incompatible & 1 << bit
        if flag and (flag in _UNREAD or not flag & _KNOWN):
            yield Flaw(
                start=SUPER, size=0, why=_UNSUPPORTED.fill(feature=_UNREAD.get(flag, f"incompat {flag:#x}"))
            )
    yield from walk(_FileSystem(view, sb, sink), sb.root, sink)


class _FileSystem:
    """Inodes are known by their slot."""

    def __init__(self, view: memoryview, sb: Super, sink: Sink) -> None:
        self._view, self._sb, self._sink = view, sb, sink

    def inode(self, number: int) -> File:
        return inode(self._view, self._sb, number)

    def listing(self, folder: File) -> Iterator[tuple[bytes, int]]:
        if folder.size > _MOST_DIRECTORY:
            raise FormatError(folder.end, f"a directory of {folder.size} bytes")
        whole = memoryview(b"".join(self.contents(folder)))
        size = self._sb.block_size << self._sb.directory_bits
        for start in range(0, len(whole), size):
            self._sink.look()
            yield from self._names(whole[start : start + size])

    def _names(self, block: memoryview) -> Iterator[tuple[bytes, int]]:
        (first,) = fields("<H", block, 8)
        if first % 12 or not 12 <= first <= len(block):
            raise FormatError(0, "a damaged directory block")
        places = [fields("<QH", block, at) for at in range(0, first, 12)]
        ends = [place for _, place in places[1:]] + [len(block)]
        for (number, place), end in zip(places, ends, strict=True):
            name = bytes(block[place:end]).split(b"\0")[0]
            if name not in (b"", b".", b".."):
                yield name, number

    def contents(self, file: File) -> Iterator[bytes | memoryview]:
        size = self._sb.block_size
        if file.layout == CHUNKED:
            yield from self._chunks(file)
        elif file.layout in (PLAIN, INLINE):
            blocks = file.size // size if file.layout == INLINE else -(-file.size // size)
            start = file.word << self._sb.block_bits
            whole = min(blocks * size, file.size)
            for at in range(0, whole, _PIECE):
                yield span(self._view, start + at, min(_PIECE, whole - at))
            if whole < file.size:
                yield span(self._view, file.end, file.size - whole)
        else:
            yield from Clusters(self._view, self._sb, file).contents()

    def _chunks(self, file: File) -> Iterator[bytes | memoryview]:
        bits = self._sb.block_bits + (file.word & 0x1F)
        each = 8 if file.word & _INDEXED else 4
        at, left = -(-file.end // each) * each, file.size
        while left > 0:
            want = min(left, 1 << bits)
            if each == 4:
                device, block = 0, fields("<I", self._view, at)[0]
            else:
                _, device, block = fields("<HHI", self._view, at)
            if block == _HOLE:
                yield from zeros(want)
            elif device:
                raise FormatError(at, f"lies on another device ({device}), which is not supported")
            else:
                for done in range(0, want, _PIECE):
                    piece = min(_PIECE, want - done)
                    yield span(self._view, (block << self._sb.block_bits) + done, piece)
            left -= want
            at += each


READER = Reader(
    name="erofs",
    magics=(Magic(MAGIC, SUPER),),
    claim=claim,
    open=open_erofs,
    files=True,
    file_system=True,
    archive=True,
    limits=Text(
        "断片の共有(fragments)、拡張属性は読みません。",
        "Shared fragments and extended attributes are not read.",
    ),
)
