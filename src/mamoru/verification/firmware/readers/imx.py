"""i.MX boot images: the image vector table (IVT), what the ROM loads, and the signature of HABv4.

Source: NXP, i.MX 6/7/8M reference manuals, "System Boot", "Image Vector Table and Boot Data"; NXP,
HAB4 API, "Command Sequence File".
"""

from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.reading.reader import (
    UNTIL_OPENED,
    Extent,
    Inner,
    Magic,
    Note,
    Reader,
    Sink,
    Yielded,
    fields,
    stands,
)

_VECTORS = 0x20
_LARGEST = 64 << 20
_CSF = b"\xd4"


class _Vectors(msgspec.Struct, frozen=True):
    entry: int
    own: int
    size: int  # from the vectors to the end of what is loaded
    signature: int | None


def claim(view: memoryview) -> int | None:
    """From the vectors to the end of what the ROM loads."""
    vectors = _vectors(view)
    if vectors is None:
        return None
    return vectors.size if vectors.size <= len(view) else UNTIL_OPENED  # the ROM may load more than there is


def open_imx(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """What follows the vectors, to be scanned again."""
    sink.look()
    vectors = _vectors(view)
    if vectors is None:
        raise FormatError(0, "no image vector table")
    at = vectors.signature
    signed = at is not None and stands(_CSF, view, at)
    yield Note(
        Text(
            f"読み込み先 {vectors.own:#x}、開始 {vectors.entry:#x}、署名(HAB): {'あり' if signed else 'なし'}",
            f"load {vectors.own:#x}, entry {vectors.entry:#x}, signature (HAB): {'present' if signed else 'none'}",
        )
    )
    end = min(vectors.size, len(view))
    if end > _VECTORS:
        yield Inner(name="boot-image", start=_VECTORS, size=end - _VECTORS)
    yield Extent(end)


def _vectors(view: memoryview) -> _Vectors | None:
    _, entry, reserved, table, boot, own, signature, last = fields("<8I", view, 0)
    if reserved or last or not own or own % 4 or not own < boot <= own + 0x1000 or boot % 4:
        return None
    if table and not own < table <= own + 0x100000:
        return None
    start, length, plugin = fields("<III", view, boot - own)
    size = start + length - own
    sane = start <= own < start + length and length <= _LARGEST and plugin in (0, 1) and size > _VECTORS
    if not sane or not (start <= entry < start + _LARGEST or plugin):
        return None
    if signature and signature < own:
        return None
    return _Vectors(entry, own, size, signature - own if signature else None)


READER = Reader(
    name="imx-boot",
    magics=tuple(Magic(b"\xd1\x00\x20" + bytes((version,))) for version in (0x40, 0x41, 0x42, 0x43)),
    claim=claim,
    open=open_imx,
    archive=True,
    limits=Text(
        "署名は有無を示すだけで検証しません。AHAB のコンテナー(i.MX 8/9)は開きません。",
        "Says whether there is a signature, does not verify it; AHAB containers (i.MX 8/9) are not opened.",
    ),
)
