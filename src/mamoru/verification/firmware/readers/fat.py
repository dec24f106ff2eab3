"""FAT12, FAT16 and FAT32, with long names.

Source: Microsoft, FAT: General Overview of On-Disk Format 1.03; ECMA-107.
"""

from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text, both
from mamoru.verification.firmware.reading.inodes import Inode, walk
from mamoru.verification.firmware.reading.reader import (
    Magic,
    Note,
    Reader,
    Sink,
    Yielded,
    fields,
    span,
    stands,
)

_MARK = b"\x55\xaa"
_SECTORS = (512, 1024, 2048, 4096)
_ENTRY = 32
_LONG, _LABEL, _FOLDER, _READ_ONLY = 0x0F, 0x08, 0x10, 0x01
_DELETED, _LAST_LONG = 0xE5, 0x40
_LOWER_NAME, _LOWER_END = 0x08, 0x10
_MOST_DIRECTORY = 65536 * _ENTRY
_ROOT = 0


class _Super(msgspec.Struct, frozen=True, kw_only=True):
    """The boot sector, all places in bytes. `root` is the first cluster of FAT32's root directory."""

    size: int
    cluster: int
    bits: int
    table: int
    table_end: int
    root_start: int
    data: int
    clusters: int
    root: int
    label: str


class _File(Inode, frozen=True, kw_only=True):
    """A directory entry; its contents begin in cluster `first`."""

    first: int


def claim(view: memoryview) -> int | None:
    """As many sectors as the boot sector says."""
    found = _super(view)
    return None if found is None else found.size


def open_fat(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Every entry, the root directory first."""
    found = _super(view)
    if found is None:
        raise FormatError(0, "no boot sector")
    yield Note(both(f"FAT{found.bits} {found.label}".strip()))
    yield from walk(_FileSystem(view[: found.size], found, sink), _ROOT, sink)


def _super(view: memoryview) -> _Super | None:
    if not stands(_MARK, view, 510) or view[0] not in (0xEB, 0xE9):
        return None
    sector, per_cluster, reserved, tables, entries, short, media, table = fields("<HBHBHHBH", view, 11)
    total, wide_table, _, _, root = fields("<IIHHI", view, 32)
    total, table = short or total, table or wide_table
    plausible = (
        sector in _SECTORS
        and per_cluster.bit_count() == 1
        and reserved > 0
        and 1 <= tables <= 4
        and media >= 0xF0
        and table > 0
    )
    if not plausible:
        return None
    root_start = (reserved + tables * table) * sector
    data = root_start + -(-entries * _ENTRY // sector) * sector
    clusters = (total * sector - data) // (per_cluster * sector)
    bits = 12 if clusters < 4085 else 16 if clusters < 65525 else 32
    if entries == 0:
        bits = 32
    if clusters < 1 or (clusters + 2) * bits > table * sector * 8 + 64:
        return None
    return _Super(
        size=total * sector,
        cluster=per_cluster * sector,
        bits=bits,
        table=reserved * sector,
        table_end=(reserved + table) * sector,
        root_start=root_start,
        data=data,
        clusters=clusters,
        root=root if bits == 32 else 0,
        label=_readable(bytes(view[71:82] if bits == 32 else view[43:54])),
    )


def _readable(name: bytes) -> str:
    return name.decode("cp437").strip().replace("\0", "")


class _FileSystem:
    """Files are known by where their directory entry lies, the root by 0."""

    def __init__(self, view: memoryview, sb: _Super, sink: Sink) -> None:
        self._view, self._sb, self._sink = view, sb, sink

    def inode(self, number: int) -> _File:
        if number == _ROOT:
            return _File(number=_ROOT, mode=0o040755, first=self._sb.root)
        (attributes,) = fields("<B", self._view, number + 11)
        high, low, size = fields("<HxxxxHI", self._view, number + 20)
        guarded = 0o222 if attributes & _READ_ONLY else 0
        first = low | (high << 16 if self._sb.bits == 32 else 0)
        if attributes & _FOLDER:
            return _File(number=number, mode=0o040000 | 0o755 & ~guarded, first=first)
        return _File(number=number, mode=0o100000 | 0o644 & ~guarded, size=size, first=first)

    def contents(self, file: _File) -> Iterator[memoryview]:
        left = file.size
        for start in self._clusters(file.first) if left else ():
            yield span(self._view, start, min(left, self._sb.cluster))
            left -= min(left, self._sb.cluster)
            if not left:
                return
        if left:
            raise FormatError(file.number, f"its chain of clusters lacks {left} bytes")

    def listing(self, folder: _File) -> Iterator[tuple[bytes, int]]:
        long: dict[int, bytes] = {}
        checksum = -1
        for at in self._entries(folder):
            first, attributes = self._view[at], self._view[at + 11]
            if first == 0:
                return
            if first == _DELETED:
                long = {}
            elif attributes & 0x3F == _LONG:
                if first & _LAST_LONG:
                    long, checksum = {}, self._view[at + 13]
                long[first & 0x3F] = _part(self._view, at)
            else:
                short = bytes(self._view[at : at + 11])
                name = _long_name(long) if checksum == _checksum(short) else b""
                name, long = name or _short_name(short, self._view[at + 12]), {}
                if not attributes & _LABEL and name not in (b".", b".."):
                    yield name, at

    def _entries(self, folder: _File) -> Iterator[int]:
        """Where the entries of a directory lie."""
        if folder.number == _ROOT and self._sb.bits != 32:
            pieces = iter([(self._sb.root_start, self._sb.data - self._sb.root_start)])
        else:
            pieces = ((start, self._sb.cluster) for start in self._clusters(folder.first))
        done = 0
        for start, size in pieces:
            self._sink.look()
            done += size
            if done > _MOST_DIRECTORY + self._sb.cluster:
                raise FormatError(start, "a directory larger than any")
            piece = span(self._view, start, size)
            yield from range(start, start + len(piece), _ENTRY)

    def _clusters(self, cluster: int) -> Iterator[int]:
        """Where the clusters of a chain lie."""
        for _ in range(self._sb.clusters):
            if not 2 <= cluster < self._sb.clusters + 2:
                raise FormatError(self._sb.table, f"no cluster {cluster}")
            yield self._sb.data + (cluster - 2) * self._sb.cluster
            cluster = self._next(cluster)
            if cluster >= (1 << min(self._sb.bits, 28)) - 8:
                return
        raise FormatError(self._sb.table, "a chain of clusters without end")

    def _next(self, cluster: int) -> int:
        at = self._sb.table
        if self._sb.bits == 12:
            (word,) = fields("<H", self._view, at + cluster * 3 // 2)
            return word >> 4 if cluster & 1 else word & 0xFFF
        if self._sb.bits == 16:
            return fields("<H", self._view, at + 2 * cluster)[0]
        return fields("<I", self._view, at + 4 * cluster)[0] & 0x0FFFFFFF


def _part(view: memoryview, at: int) -> bytes:
    """The thirteen characters that one entry of a long name holds."""
    return b"".join(bytes(view[at + start : at + end]) for start, end in ((1, 11), (14, 26), (28, 32)))


def _long_name(parts: dict[int, bytes]) -> bytes:
    """The name that the parts make; empty where one lacks."""
    if not parts or sorted(parts) != list(range(1, len(parts) + 1)):
        return b""
    name = b"".join(parts[number] for number in sorted(parts)).decode("utf-16-le", "replace")
    return name.split("\0")[0].encode("utf-8", "replace")


def _short_name(short: bytes, case: int) -> bytes:
    if short[0] == 0x05:
        short = b"\xe5" + short[1:]
    name, end = short[:8].decode("cp437").rstrip(), short[8:].decode("cp437").rstrip()
    name = name.lower() if case & _LOWER_NAME else name
    end = end.lower() if case & _LOWER_END else end
    return (f"{name}.{end}" if end else name).encode()


def _checksum(short: bytes) -> int:
    total = 0
    for value in short:
        total = ((total >> 1 | total << 7) + value) & 0xFF
    return total


READER = Reader(
    name="fat",
    magics=(Magic(b"FAT12   ", 54), Magic(b"FAT16   ", 54), Magic(b"FAT     ", 54), Magic(b"FAT32   ", 82)),
    claim=claim,
    open=open_fat,
    files=True,
    file_system=True,
    archive=True,
    limits=Text(
        "所有者と権限はこの形式になく、削除されたファイルは読みません。",
        "The format has no owners and no modes; deleted files are not read.",
    ),
)
