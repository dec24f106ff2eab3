"""Android boot images, versions 0 to 4, and vendor boot images, 3 and 4.

Source: Android, system/tools/mkbootimg/include/bootimg/bootimg.h.
"""

from collections.abc import Iterator

from mamoru.language import Text
from mamoru.verification.firmware.reading.reader import Inner, Magic, Note, Reader, Sink, Yielded, fields

_PAGES = tuple(1 << power for power in range(11, 18))
_MOST = 1 << 30
_Layout = tuple[list[tuple[str, int, int]], int, str]
"""The contents (name, start, size), where they end, and the kernel's command line."""


def claim_boot(view: memoryview) -> int | None:
    """Header and contents, each padded to whole pages."""
    return _end(_boot(view))


def claim_vendor(view: memoryview) -> int | None:
    """Header and contents, each padded to whole pages."""
    return _end(_vendor(view))


def open_boot(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Kernel, ramdisk and device tree, each to be scanned."""
    sink.look()
    yield from _opened(_boot(view), len(view))


def open_vendor(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Ramdisk, device tree and boot configuration, each to be scanned."""
    sink.look()
    yield from _opened(_vendor(view), len(view))


def _boot(view: memoryview) -> _Layout | None:
    (version,) = fields("<I", view, 40)
    if version in (3, 4):
        kernel, ramdisk, _, header = fields("<IIII", view, 8)
        (signature,) = fields("<I", view, 1580) if version == 4 else (0,)
        if not 1580 <= header <= 4096 or any(view[24:40]):
            return None
        parts = [("kernel", kernel), ("ramdisk", ramdisk), ("boot-signature", signature)]
        return _laid_out(parts, 4096, 4096, _text(view, 44, 1536))
    kernel, _, ramdisk, _, second, _, _, page = fields("<8I", view, 8)
    if page not in _PAGES or not kernel:
        return None
    parts = [("kernel", kernel), ("ramdisk", ramdisk), ("second", second)]
    if version > 4:  # before there were versions, vendors put a table of device trees there
        parts.append(("device-tree", version))
    if version in (1, 2):
        (recovery,) = fields("<I", view, 1632)
        parts.append(("device-tree-overlay", recovery))
    if version == 2:
        (tree,) = fields("<I", view, 1648)
        parts.append(("device-tree", tree))
    return _laid_out(parts, page, page, _text(view, 64, 512) + _text(view, 608, 1024))


def _vendor(view: memoryview) -> _Layout | None:
    version, page = fields("<II", view, 8)
    (ramdisk,) = fields("<I", view, 24)
    header, tree = fields("<II", view, 2096)
    if version not in (3, 4) or page not in _PAGES or not 2108 <= header <= 2128:
        return None
    parts = [("ramdisk", ramdisk), ("device-tree", tree)]
    if version == 4:
        table, _, _, configuration = fields("<4I", view, 2112)
        parts += [("ramdisk-table", table), ("bootconfig", configuration)]
    return _laid_out(parts, -(-header // page) * page, page, _text(view, 28, 2048))


def _laid_out(parts: list[tuple[str, int]], start: int, page: int, command_line: str) -> _Layout | None:
    """The parts one after the other, each padded to `page`."""
    found = []
    for name, size in parts:
        if size > _MOST:
            return None
        if size:
            found.append((name, start, size))
        start += -(-size // page) * page
    return (found, start, command_line) if found else None


def _end(layout: _Layout | None) -> int | None:
    return None if layout is None else layout[1]


def _opened(layout: _Layout | None, has: int) -> Iterator[Yielded]:
    parts, _, command_line = layout or ([], 0, "")
    if command_line:
        yield Note(Text(f"カーネルのコマンドライン: {command_line}", f"kernel command line: {command_line}"))
    for name, start, size in parts:
        if name != "ramdisk-table" and start < has:
            yield Inner(name=name, start=start, size=min(size, has - start), code=name == "kernel")


def _text(view: memoryview, at: int, size: int) -> str:
    return bytes(view[at : at + size]).split(b"\0")[0].decode("utf-8", "replace")


READERS = (
    Reader(name="android-boot", magics=(Magic(b"ANDROID!"),), claim=claim_boot, open=open_boot, archive=True),
    Reader(
        name="android-vendor-boot",
        magics=(Magic(b"VNDRBOOT"),),
        claim=claim_vendor,
        open=open_vendor,
        archive=True,
    ),
)
