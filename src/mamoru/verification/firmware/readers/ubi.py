"""UBI: volumes spread over erase blocks, the newest copy of each logical block counts.

Source: the Linux kernel, drivers/mtd/ubi/ubi-media.h (big-endian), drivers/mtd/ubi/attach.c (which copy
wins).
"""

import zlib
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.opening.disks import holds_boot_code
from mamoru.verification.firmware.reading.reader import (
    Flaw,
    Inner,
    Magic,
    Note,
    Reader,
    Sink,
    Yielded,
    fields,
    stands,
)
from mamoru.verification.firmware.reading.ubi_headers import (
    BLOCK,
    HEADER,
    RECORD,
    TABLE,
    VOLUME,
    block_size,
    checked,
    good_records,
    is_header,
    pages_of,
)

_MOST_BLOCKS = 1 << 17
_STATIC = 2
_MOST_MISSING = 32  # blocks without a header, within one device


class _Block(msgspec.Struct, frozen=True):
    """An erase block that belongs to a volume."""

    start: int  # of the contents
    number: int
    sequence: int
    copied: bool
    static: bool
    size: int  # of a static block's or a copy's contents
    checksum: int


class _Record(msgspec.Struct, frozen=True):
    """A row of the volume table."""

    name: str
    padding: int
    updating: bool


def claim(view: memoryview) -> int | None:
    """Up to the end of the last erase block; None for a dump with spare bytes, whose offsets are others."""
    return None if pages_of(view) is not None else extent(view)


def extent(view: memoryview) -> int | None:
    """Up to the end of the last erase block of this device; erased blocks between and behind belong."""
    if not is_header(view, 0):
        return None
    block, device = block_size(view), _device(view, 0)
    last = end = block
    missing = 0
    while end < len(view) and end // block < _MOST_BLOCKS and missing < _MOST_MISSING:
        if is_header(view, end):
            if 0 not in (device, other := _device(view, end)) and device != other:
                break
            last, missing = end + block, 0
        elif not bytes(view[end : end + block]).strip(b"\xff"):
            last = end + block if last == end else last
        else:
            missing += 1
        end += block
    return min(last, len(view)) if last > block else min(block, len(view))


def open_ubi(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """The contents of each volume, to be scanned again."""
    device = _Device(view, sink)
    names = device.table()
    if names is None:
        yield Flaw(start=0, size=0, why=_NO_TABLE)
    yield Note(_note(device, names or {}))
    for number in sorted(device.volumes):
        record = (names or {}).get(number) or _Record(f"volume-{number}", 0, updating=False)
        if record.updating:
            yield Flaw(start=0, size=0, why=_UPDATING.fill(name=record.name))
        contents = _Contents(device, number, record)
        blob = sink.store(contents.chunks())
        if contents.absent:
            yield Flaw(start=0, size=0, why=_ABSENT.fill(name=record.name, count=contents.absent))
        yield Inner(name=record.name, blob=blob, partition=not holds_boot_code(record.name))
    if device.cut:
        yield Flaw(start=len(view) - device.cut, size=device.cut, why=_CUT)
    if device.bad:
        yield Flaw(start=device.bad[0], size=device.block, why=_BAD.fill(count=len(device.bad)))


class _Device:
    """The erase blocks of one device, by volume and logical number."""

    def __init__(self, view: memoryview, sink: Sink) -> None:
        self.view, self.block = view, block_size(view)
        self.data, self.bad = 0, list[int]()
        self.volumes: dict[int, dict[int, _Block]] = {}
        for start in range(0, len(view), self.block):
            sink.look()
            try:
                self._take(start)
            except FormatError:
                self.bad.append(start)
        self.size = self.block - self.data
        rest = len(view) % self.block
        self.cut = rest if rest and is_header(view, len(view) - rest) else 0
        self._records = self.volumes.pop(TABLE, {})
        for internal in [number for number in self.volumes if number >= TABLE - 4096]:
            del self.volumes[internal]

    def table(self) -> dict[int, _Record] | None:
        """The volume table from the first of its copies that can be read."""
        for _, copy in sorted(self._records.items()):
            records = dict(_records(self.view[copy.start : copy.start + self.size]))
            if records:
                return records
        return None

    def _take(self, start: int) -> None:
        """Note the erase block at `start`, unless it is free or a newer copy is known."""
        if not is_header(self.view, start):
            if bytes(self.view[start : start + self.block]).strip(b"\xff"):
                raise FormatError(start, "an erase block without header")
            return
        where, data = fields(">II", self.view, start + 16)
        if not HEADER <= where < data < self.block or data + HEADER > self.block:
            raise FormatError(start, "an erase block without room for contents")
        self.data = self.data or data
        at = start + where
        if not stands(VOLUME, self.view, at):
            if bytes(self.view[at : at + HEADER]).strip(b"\xff"):
                raise FormatError(at, "a damaged volume header")
            return
        if not checked(self.view, at):
            raise FormatError(at, "a damaged volume header")
        _, kind, copied, _, volume, number = fields(">BBBBII", self.view, at + 4)
        size, _, _, checksum = fields(">IIII", self.view, at + 20)
        (sequence,) = fields(">Q", self.view, at + 40)
        if number >= _MOST_BLOCKS or size > self.block:
            raise FormatError(at, "a logical block out of all bounds")
        block = _Block(start + data, number, sequence, bool(copied), kind == _STATIC, size, checksum)
        known = self.volumes.setdefault(volume, {}).get(number)
        if known is None or self._is_newer(block, known):
            self.volumes[volume][number] = block

    def _is_newer(self, block: _Block, known: _Block) -> bool:
        """Whether `block` counts: a copy that was cut off by a power failure does not."""
        newer, older = (block, known) if block.sequence > known.sequence else (known, block)
        if newer.copied and self._checksum(newer) != newer.checksum:
            newer = older
        return newer is block

    def _checksum(self, block: _Block) -> int:
        return zlib.crc32(self.view[block.start : block.start + block.size]) ^ 0xFFFFFFFF


class _Contents:
    """The contents of a volume, block by block; `absent` counts the blocks that lack: of a static one each, of
    another the first, in which every file system begins."""

    def __init__(self, device: _Device, number: int, record: _Record) -> None:
        self._device, self._blocks = device, device.volumes[number]
        self._size = device.size - min(record.padding, device.size)
        self.absent = 0

    def chunks(self) -> Iterator[bytes | memoryview]:
        for number in range(max(self._blocks) + 1):
            block = self._blocks.get(number)
            if block is None:
                self.absent += number == 0 or any(block.static for block in self._blocks.values())
                yield b"\xff" * self._size
            else:
                size = min(block.size, self._size) if block.static else self._size
                yield self._device.view[block.start : block.start + size]


def _records(view: memoryview) -> Iterator[tuple[int, _Record]]:
    for number in good_records(view):
        at = number * RECORD
        reserved, _, padding, _, updating, length = fields(">IIIBBH", view, at)
        if reserved:
            name = bytes(view[at + 16 : at + 16 + min(length, 127)]).decode("utf-8", "backslashreplace")
            yield number, _Record(name or f"volume-{number}", padding, bool(updating))


def _device(view: memoryview, start: int) -> int:
    """`image_seq`: the same in all blocks of one device, 0 where nobody set it."""
    return fields(">I", view, start + 24)[0]


def _note(device: _Device, names: dict[int, _Record]) -> Text:
    known = [
        record.name if number in device.volumes else f"{record.name} (empty)"
        for number, record in names.items()
    ]
    listed = ", ".join(known) or "-"
    return Text(f"ボリューム: {listed}", f"volumes: {listed}")


_NO_TABLE = Text("UBI のボリューム表がありません。", "The volume table of the UBI device is missing.")
_UPDATING = Text(
    "UBI ボリューム {name} は更新の途中で止まっています。",
    "The UBI volume {name} stopped in the middle of an update.",
)
_ABSENT = Text(
    "UBI ボリューム {name} の論理ブロックが {count} 個足りません。",
    "{count} logical blocks of the UBI volume {name} are missing.",
)
_CUT = Text(
    "UBI のイメージが、消去ブロックの途中で切れています。",
    "The UBI image ends within an erase block: it was cut off.",
)
_BAD = Text(
    "壊れた UBI 消去ブロックが {count} 個あります。",
    "{count} UBI erase blocks are damaged.",
)

READER = Reader(name="ubi", magics=(Magic(BLOCK),), claim=claim, open=open_ubi, archive=True)
