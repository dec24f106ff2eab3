"""SquashFS, versions 2 to 4, both byte orders, and as makers changed its compression.

The forms of the versions stand in `four` and `older`, the ways of compression in `methods`.
"""

from collections.abc import Iterator
from itertools import islice

from mamoru.errors import FormatError
from mamoru.language import Text, both
from mamoru.verification.firmware.image import EntryKind
from mamoru.verification.firmware.opening.gaps import HAND_IN
from mamoru.verification.firmware.readers.squashfs import four, older
from mamoru.verification.firmware.readers.squashfs.methods import methods
from mamoru.verification.firmware.readers.squashfs.tables import FileSystem, Super, Tables
from mamoru.verification.firmware.reading.inodes import walk
from mamoru.verification.firmware.reading.reader import (
    UNTIL_OPENED,
    Magic,
    Note,
    Reader,
    Sink,
    Yielded,
    fields,
)

_MAGICS = {  # and the byte order; the others are makers' own
    b"hsqs": "<", b"shsq": "<", b"hsqt": "<", b"sqlz": ">",
    b"sqsh": ">", b"qshs": ">", b"tqsh": ">",
}  # fmt: skip
_TRIED = 16  # names that must read well in the root directory
_LIMITS = Text("拡張属性は読みません。", "Extended attributes are not read.")


def claim(view: memoryview) -> int | None:
    """How many bytes the file system takes, padded to 4 KiB where the padding is there."""
    sb = _super(view)
    if sb is None:
        return None
    padded = -(-sb.size // 4096) * 4096
    rest = bytes(view[sb.size : padded])
    return padded if len(rest) == padded - sb.size and not rest.strip(b"\0") else sb.size


def claim_first(view: memoryview) -> int | None:
    """Version 1, and what else is none that can be read."""
    order = _MAGICS.get(bytes(view[:4]), "<")
    (inodes,) = fields(order + "I", view, 4)
    major, minor = fields(order + "HH", view, 28)
    if not 1 <= major <= 4 or minor > 1 or not 0 < inodes < 1 << 24 or _super(view) is not None:
        return None
    return UNTIL_OPENED if major == 1 else None


def open_squashfs(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Every entry, the root directory first."""
    sb = _super(view)
    if sb is None:
        raise FormatError(0, "no superblock")
    kind, file_system = _readable(view, sb, sink)
    if sb.version != (4, 0) or sb.order == ">" or kind != sb.kind:
        major, minor = sb.version
        yield Note(both(f"SquashFS {major}.{minor}, {'big' if sb.order == '>' else 'little'}-endian, {kind}"))
    yield from walk(file_system, sb.root, sink)


def _super(view: memoryview) -> Super | None:
    """The superblock, whatever its version; makers' own magics do not always tell the byte order."""
    first = _MAGICS.get(bytes(view[:4]), "<")
    for order in (first, ">" if first == "<" else "<"):
        for parsed in (four.super_block, older.super_block):
            try:
                found = parsed(view, order)
            except FormatError:
                continue
            if found is not None:
                return found
    return None


def _readable(view: memoryview, sb: Super, sink: Sink) -> tuple[str, FileSystem]:
    """The file system read with the first way of compression that makes a directory of its root."""
    first: FormatError | None = None
    for kind, method in methods(sb.kind):
        sink.look()
        tables = Tables(view, sb, method, sink)
        file_system = FileSystem(tables, four.Four(tables) if sb.version[0] == 4 else older.Older(tables))
        try:
            root = file_system.inode(sb.root)
            if root.kind is EntryKind.DIRECTORY and all(
                n for n, _ in islice(file_system.listing(root), _TRIED)
            ):
                return kind, file_system
        except FormatError as error:
            first = first or error
    raise first or FormatError(sb.inode_table, "the root is no directory")


READERS = (
    Reader(
        name="squashfs",
        magics=tuple(Magic(magic) for magic in _MAGICS),
        claim=claim,
        open=open_squashfs,
        files=True,
        file_system=True,
        archive=True,
        limits=_LIMITS,
    ),
    Reader(
        name="squashfs-1",
        magics=(Magic(b"hsqs"), Magic(b"sqsh")),
        claim=claim_first,
        instead=HAND_IN,
    ),
)
