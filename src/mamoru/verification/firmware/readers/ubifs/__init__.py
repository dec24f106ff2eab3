"""UBIFS: a tree of nodes in the blocks of a UBI volume.

Source: the Linux kernel, fs/ubifs/ubifs-media.h, Documentation/filesystems/ubifs.rst.
"""

import zlib
from collections.abc import Iterator

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.image import EntryKind
from mamoru.verification.firmware.readers.ubifs.nodes import MAGIC, File, Kind
from mamoru.verification.firmware.readers.ubifs.state import BLOCK, State, Super
from mamoru.verification.firmware.reading.decompressing import block as unpacked
from mamoru.verification.firmware.reading.inodes import walk, zeros
from mamoru.verification.firmware.reading.reader import Flaw, Magic, Reader, Sink, Yielded, fields, span

_ROOT = 1
_COMPRESSORS = {1: "lzo", 2: "deflate", 3: "zstd"}
_FROM_SCAN = Text(
    "UBIFS の索引が壊れているため、すべてのノードを走査して復元しました。削除済みのファイルが混ざることがあります。",
    "The index of the UBIFS is damaged: restored from a scan of all nodes; files that were deleted may be among them.",
)
_LOST = Text(
    "壊れた、または失われた UBIFS ノードが {count} 個あります。",
    "{count} UBIFS nodes are damaged or lost.",
)


def claim(view: memoryview) -> int | None:
    """As many blocks as the superblock's node says, as far as they are there: erased blocks at the end
    of a volume are not mapped."""
    found = _super(view)
    return None if found is None else min(found.block_size * found.blocks, len(view))


def open_ubifs(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Every entry, the root directory first."""
    super_block = _super(view)
    if super_block is None:
        raise FormatError(0, "no superblock")
    state = State(view, super_block, sink)
    if not state.whole:
        yield Flaw(start=super_block.block_size, size=0, why=_FROM_SCAN)
    if state.bad:
        yield Flaw(start=min(state.bad[0], len(view)), size=0, why=_LOST.fill(count=len(state.bad)))
    yield from walk(_FileSystem(view, state), _ROOT, sink)


def _super(view: memoryview) -> Super | None:
    checksum, _, length, kind = fields("<IQIB", view, 4)
    if kind != Kind.SUPER or not 104 <= length <= BLOCK or len(view) < length:
        return None
    if zlib.crc32(view[8:length]) ^ 0xFFFFFFFF != checksum:
        return None
    size, count = fields("<II", view, 36)
    (log,) = fields("<I", view, 56)
    return Super(size, count, log) if 0x1000 <= size <= 8 << 20 and 0 < count < 1 << 24 else None


class _FileSystem:
    """The file system that a state of nodes makes."""

    def __init__(self, view: memoryview, state: State) -> None:
        self._view, self._state = view, state

    def inode(self, number: int) -> File:
        found = self._state.files.get(number)
        if found is None:
            raise FormatError(0, f"inode {number} is lost")
        return found[1]

    def listing(self, folder: File) -> Iterator[tuple[bytes, int]]:
        names = self._state.names.get(folder.number, {})
        return ((name, leads.to) for name, leads in sorted(names.items()) if leads.to)

    def contents(self, file: File) -> Iterator[bytes]:
        if file.encrypted:
            raise FormatError(0, "encrypted by fscrypt")
        if file.kind is EntryKind.LINK:
            yield file.inline
            return
        blocks, lost = self._state.data.get(file.number, {}), self._state.lost.get(file.number, set())
        done = 0
        for number in sorted(blocks.keys() | lost):
            if number * BLOCK >= file.size:
                break
            yield from zeros(number * BLOCK - done)
            if number not in blocks:
                raise FormatError(0, f"block {number} is lost")
            content = self._block(blocks[number])[: file.size - number * BLOCK]
            yield content
            done = number * BLOCK + len(content)
        yield from zeros(file.size - done)

    def _block(self, position: int) -> bytes:
        (length,) = fields("<I", self._view, position + 16)
        size, kind = fields("<IH", self._view, position + 40)
        packed = span(self._view, position + 48, length - 48)
        if size > BLOCK:
            raise FormatError(position, "a block larger than the block size")
        if kind == 0:
            return bytes(packed[:size])
        if kind not in _COMPRESSORS:
            raise FormatError(position, f"compression {kind}")
        try:
            out = unpacked(_COMPRESSORS[kind], packed, BLOCK)
        except FormatError as error:
            raise FormatError(position, error.why) from None
        if len(out) != size:
            raise FormatError(position, "a block of another size than it says")
        return out


READER = Reader(
    name="ubifs",
    magics=(Magic(MAGIC),),
    claim=claim,
    open=open_ubifs,
    files=True,
    file_system=True,
    archive=True,
    limits=Text("拡張属性は読みません。", "Extended attributes are not read."),
)
