"""YAFFS2: chunks of NAND flash, each with its tags in the spare bytes behind it.

Source: yaffs2, yaffs_guts.h (`struct yaffs_obj_hdr`), yaffs_packedtags2.h, yaffs_packedtags2.c.
"""

from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.image import Blob, EntryKind
from mamoru.verification.firmware.reading.reader import (
    Extent,
    Flaw,
    Found,
    Magic,
    Note,
    Reader,
    Sink,
    Yielded,
    fields,
    span,
)

_CHUNKS = ((2048, 64), (4096, 128), (512, 16), (1024, 32), (4096, 224), (8192, 256))
_SPARES = (0, 2)  # tags at once, or behind the mark of a bad block
_ROOT, _UNLINKED, _DELETED = 1, 3, 4
_FILE, _LINK, _FOLDER, _HARD_LINK, _SPECIAL = range(1, 6)
_EXTRA, _PARENT, _IDENTITY = 0x80000000, 0x0FFFFFFF, 0x0FFFFFFF
_ERASED = 0xFFFFFFFF
_LOWEST = 0x1000  # sequence number
_TYPES = {
    _FILE: (0o100000,),
    _LINK: (0o120000,),
    _FOLDER: (0o040000,),
    _SPECIAL: (0o020000, 0o060000, 0o010000, 0o140000),
}
_MOST_DEPTH = 128
_KINDS = {
    0o020000: EntryKind.DEVICE,
    0o060000: EntryKind.DEVICE,
    0o010000: EntryKind.FIFO,
    0o140000: EntryKind.SOCKET,
}
_LOST = Text("{name}: {n} チャンクが見つかりません。", "{n} chunk(s) of {name} are missing.")


class _Layout(msgspec.Struct, frozen=True):
    """Byte order, bytes of a chunk and of its spare area, and where the tags begin in that."""

    order: str
    chunk: int
    spare: int
    tags: int

    @property
    def step(self) -> int:
        """From one chunk to the next."""
        return self.chunk + self.spare


class _Tags(msgspec.Struct, frozen=True):
    sequence: int
    identity: int
    chunk: int
    size: int


class _Object(msgspec.Struct):
    """An object: its header, which came last, and its chunks."""

    kind: int = 0
    parent: int = 0
    name: bytes = b""
    header: int = -1
    sequence: int = -1
    chunks: dict[int, tuple[int, int, int]] = {}


def claim(view: memoryview) -> int | None:
    """Up to the last chunk that has tags, if the first is the header of an object."""
    layout = _layout(view)
    if layout is None:
        return None
    last, position = 0, 0
    while position + layout.step <= len(view):
        tags = _tags(view, layout, position)
        if tags is not None:
            last = position + layout.step
        elif bytes(view[position : position + 16]) != b"\xff" * 16:
            break
        position += layout.step
    return last if last >= 2 * layout.step else None


def open_yaffs(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """The newest state of every object that is not deleted."""
    layout = _layout(view)
    if layout is None:
        raise FormatError(0, "no object header and tags")
    told = f"{layout.chunk} + {layout.spare} B"
    yield Note(Text(told, told))
    objects = _objects(view, layout, sink)
    stored: dict[int, Blob] = {}
    links: list[tuple[bytes, int, int]] = []
    for identity, each in objects.items():
        path = _path(objects, identity) if each.header >= 0 and identity != _ROOT else None
        if path is None:
            continue
        if each.kind == _HARD_LINK:
            links.append((path, fields(layout.order + "I", view, each.header + 296)[0], each.header))
        else:
            yield from _entry(view, layout, each, path, sink, stored, identity)
    for path, target, header in links:
        blob = stored.get(target)
        original = objects.get(target)
        mode, uid, gid = _owner(view, layout, original.header if original else header)
        yield Found(
            name=path,
            kind=EntryKind.FILE,
            mode=mode & 0o7777,
            uid=uid,
            gid=gid,
            size=blob.size if blob else 0,
            blob=blob,
        )
    yield Extent(len(view))


def _entry(
    view: memoryview,
    layout: _Layout,
    each: _Object,
    path: bytes,
    sink: Sink,
    stored: dict[int, Blob],
    identity: int,
) -> Iterator[Yielded]:
    mode, uid, gid = _owner(view, layout, each.header)
    kind, target, blob = EntryKind.FILE, None, None
    if each.kind == _FOLDER:
        kind = EntryKind.DIRECTORY
    elif each.kind == _LINK:
        kind, target = EntryKind.LINK, bytes(span(view, each.header + 300, 160)).split(b"\0")[0]
    elif each.kind == _SPECIAL:
        kind = _KINDS.get(mode & 0o170000, EntryKind.DEVICE)
    else:
        (size,) = fields(layout.order + "I", view, each.header + 292)
        if size == _ERASED or size > len(view):
            size = sum(length for _, _, length in each.chunks.values())
        wanted = -(-size // layout.chunk)
        missing = sum(number not in each.chunks for number in range(1, wanted + 1))
        blob = stored[identity] = sink.store(_contents(view, layout, each, size))
        if missing:
            why = _LOST.fill(name=path.decode("utf-8", "backslashreplace"), n=missing)
            yield Flaw(start=each.header, size=layout.chunk, why=why)
    yield Found(
        name=path,
        kind=kind,
        mode=mode & 0o7777,
        uid=uid,
        gid=gid,
        target=target,
        size=blob.size if blob else 0,
        blob=blob,
    )


def _contents(view: memoryview, layout: _Layout, each: _Object, size: int) -> Iterator[bytes | memoryview]:
    for number in range(1, -(-size // layout.chunk) + 1):
        length = min(layout.chunk, size - (number - 1) * layout.chunk)
        _, at, has = each.chunks.get(number, (0, 0, 0))
        piece = view[at : at + min(has, length)]
        yield piece
        yield bytes(length - len(piece))


def _objects(view: memoryview, layout: _Layout, sink: Sink) -> dict[int, _Object]:
    """Every object by its number; of two states that of the higher sequence, then the later."""
    objects: dict[int, _Object] = {}
    for position in range(0, len(view) - layout.step + 1, layout.step):
        tags = _tags(view, layout, position)
        if tags is None:
            continue
        sink.look()
        extra = bool(tags.chunk & _EXTRA)
        each = objects.setdefault(tags.identity & _IDENTITY if extra else tags.identity, _Object(chunks={}))
        if tags.chunk == 0 or extra:
            if tags.sequence >= each.sequence:
                each.kind, each.parent = fields(layout.order + "II", view, position)
                each.name = bytes(view[position + 10 : position + 266]).split(b"\0")[0]
                each.header, each.sequence = position, tags.sequence
        elif tags.size <= layout.chunk and tags.sequence >= each.chunks.get(tags.chunk, (-1, 0, 0))[0]:
            each.chunks[tags.chunk] = (tags.sequence, position, tags.size)
    return objects


def _path(objects: dict[int, _Object], identity: int) -> bytes | None:
    """The path of an object; None where it is deleted, leads nowhere or lies within itself."""
    steps: list[bytes] = []
    while identity != _ROOT:
        each = objects.get(identity)
        if each is None or each.header < 0 or len(steps) > _MOST_DEPTH:
            return b"lost+found/" + b"/".join(reversed(steps)) if steps and each is None else None
        if each.parent in (_UNLINKED, _DELETED) or not _FILE <= each.kind <= _SPECIAL:
            return None
        steps.append(each.name)
        identity = each.parent
    return b"/".join(reversed(steps))


def _owner(view: memoryview, layout: _Layout, header: int) -> tuple[int, int, int]:
    mode, uid, gid = fields(layout.order + "III", view, header + 268)
    return mode, uid, gid


def _layout(view: memoryview) -> _Layout | None:
    """The layout in which an object's header begins and each of the first chunks has its tags."""
    order = "<" if bytes(view[4:10]) == b"\x01\0\0\0\xff\xff" else ">"
    kind, parent = fields(order + "II", view, 0)
    name = bytes(view[10:266]).split(b"\0")[0]
    (mode,) = fields(order + "I", view, 268)
    if mode >> 16 or mode & 0o170000 not in _TYPES.get(kind, ()):
        return None
    if parent != _ROOT or (not name and kind != _FOLDER) or len(name) > 255:
        return None
    if any(byte < 0x20 for byte in name) or b"/" in name:
        return None
    for chunk, spare in _CHUNKS:
        for tags in _SPARES:
            layout = _Layout(order, chunk, spare, tags)
            first = _tags(view, layout, 0)
            second = _tags(view, layout, layout.step)
            if first is not None and second is not None and (first.chunk == 0 or first.chunk & _EXTRA):
                return layout
    return None


def _tags(view: memoryview, layout: _Layout, position: int) -> _Tags | None:
    """The tags of the chunk at `position`; None where it is erased or these are none."""
    at = position + layout.chunk + layout.tags
    if position + layout.step > len(view) or at + 16 > len(view):
        return None
    tags = _Tags(*fields(layout.order + "IIII", view, at))
    sane = _LOWEST <= tags.sequence < 0xEFFFFF00 and 0 < tags.identity & _IDENTITY < 1 << 18
    if not sane or tags.identity == _ERASED:
        return None
    if tags.chunk & _EXTRA:
        return tags
    return tags if tags.chunk < 1 << 24 and tags.size <= 1 << 31 and tags.identity < 1 << 18 else None


READER = Reader(
    name="yaffs2",
    magics=(Magic(b"\x01\0\0\0\xff\xff", 4), Magic(b"\0\0\0\x01\xff\xff", 4)),
    claim=claim,
    open=open_yaffs,
    files=True,
    file_system=True,
    limits=Text(
        "チャンクの直後に予備領域があるイメージのみ(512〜8192 バイト)。ECC は照合しません。",
        "Images with the spare bytes behind each chunk (512 to 8192 bytes); ECC is not compared.",
    ),
)
