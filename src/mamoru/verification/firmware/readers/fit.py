"""FIT images of U-Boot: a device tree whose node `images` holds what is to be booted, or says where
behind the tree it lies.

Source: U-Boot, doc/usage/fit/source_file_format.rst, doc/usage/fit/signature.rst.
"""

import hashlib
import re
import zlib
from collections.abc import Callable, Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.image import Blob, Seal
from mamoru.verification.firmware.opening.unlocking import chained, raw_keys
from mamoru.verification.firmware.reading.device_trees import MAGIC, Node, size_of, tree
from mamoru.verification.firmware.reading.reader import (
    Flaw,
    Inner,
    Magic,
    Note,
    Reader,
    Sink,
    Yielded,
    fields,
    span,
)

_IMAGES = re.compile(rb"\0\0\0\x01images\0\0")
_MOST = 1 << 32
_MOST_IMAGES = 256
_NAMES = {
    "kernel": "kernel",
    "kernel_noload": "kernel",
    "ramdisk": "ramdisk",
    "flat_dt": "device-tree",
    "filesystem": "filesystem",
    "firmware": "firmware",
    "script": "script",
    "fpga": "fpga",
}
_HASHES: dict[str, Callable[[], "hashlib._Hash"]] = {
    "md5": lambda: hashlib.md5(usedforsecurity=False),
    "sha1": lambda: hashlib.sha1(usedforsecurity=False),
    "sha256": hashlib.sha256,
    "sha384": hashlib.sha384,
    "sha512": hashlib.sha512,
}
_BAD_HASH = Text(
    "FIT の {image} のハッシュ({method})が合いません(壊れているか、書き換えられています)。",
    "The hash ({method}) of {image} in the FIT image does not fit (damaged or changed).",
)
_ENCRYPTED = Text(
    "FIT の {image} は {method} で暗号化されています。暗号化前のイメージを渡してください。",
    "{image} in the FIT image is encrypted with {method}. Hand in the image as it was before.",
)
_SIGNED = Text("署名: {signatures}", "signed: {signatures}")
_UNSIGNED = Text("署名なし", "not signed")


class _Image(msgspec.Struct, frozen=True):
    """A node below `images` and where its data lie."""

    node: Node
    start: int
    size: int


def is_fit(view: memoryview) -> bool:
    """Whether a tree with a node `images` begins here."""
    size = size_of(view)
    (structure,) = fields(">I", view, 8)
    return size is not None and _IMAGES.search(view[structure : min(size, structure + 65536)]) is not None


def claim(view: memoryview) -> int | None:
    """The tree and the data behind it."""
    size = size_of(view)
    if size is None or not is_fit(view):
        return None
    try:
        end = max((image.start + image.size for image in _images(tree(view), size)), default=0)
    except FormatError:
        end = 0
    return max(size, end) if end < _MOST else size


def open_fit(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """What `images` names, each to be scanned again; the compression is that of its own magic."""
    size, root = size_of(view), tree(view)
    if size is None:
        raise FormatError(4, "no header of a device tree")
    signatures = _signatures(root)
    yield Note(_note(root, signatures))
    yield Seal(signed=", ".join(signatures[:4]) or None)
    for image in _images(root, size):
        name = image.node.name
        try:
            data = span(view, image.start, image.size)
        except FormatError as error:
            yield Flaw(start=error.offset, size=0, why=_cut_off(name))
            continue
        for method in _wrong_hashes(image.node, data, sink):
            yield Flaw(start=image.start, size=image.size, why=_BAD_HASH.fill(image=name, method=method))
        cipher = next(image.node.beginning("cipher"), None)
        if cipher is not None:
            clear = _unlocked(cipher, data, sink)
            if clear is not None:
                yield Inner(name=_NAMES.get(image.node.text("type"), name), blob=clear)
                continue
            why = _ENCRYPTED.fill(image=name, method=cipher.text("algo") or "?")
            yield Flaw(start=image.start, size=image.size, why=why)
            continue
        called = _NAMES.get(image.node.text("type"), name)
        yield Inner(name=called, start=image.start, size=image.size, code=called == "kernel")


def _unlocked(cipher: Node, data: memoryview, sink: Sink) -> Blob | None:
    """The data, decrypted, where a key that was handed in fits. The tree holds the start value unless
    that is the device's secret too."""
    start = cipher.properties.get("iv")
    if not sink.keys or start is None:
        return None
    for key in raw_keys(sink.keys):
        chunks = chained(data, key, bytes(start.value))
        if chunks is not None:
            return sink.store(chunks)
    return None


def _images(root: Node, size: int) -> list[_Image]:
    """The images with data: within the tree, at a place of their own, or after the tree."""
    images, found = root.node("images"), []
    for node in images.nodes[:_MOST_IMAGES] if images is not None else ():
        inline = node.properties.get("data")
        length = node.properties.get("data-size")
        position = node.properties.get("data-position")
        offset = node.properties.get("data-offset")
        if inline is not None:
            found.append(_Image(node, inline.start, len(inline.value)))
        elif length is not None and position is not None:
            found.append(_Image(node, position.number, length.number))
        elif length is not None and offset is not None:
            found.append(_Image(node, ((size + 3) & ~3) + offset.number, length.number))
    return [image for image in found if image.size]


def _wrong_hashes(node: Node, data: memoryview, sink: Sink) -> Iterator[str]:
    for child in node.beginning("hash"):
        value, method = child.properties.get("value"), child.text("algo")
        if value is None:
            continue
        if method == "crc32":
            crc = 0
            for chunk in _chunks(data, sink):
                crc = zlib.crc32(chunk, crc)
            digest = crc.to_bytes(4, "big")
        elif method in _HASHES:
            state = _HASHES[method]()
            for chunk in _chunks(data, sink):
                state.update(chunk)
            digest = state.digest()
        else:
            continue
        if digest != bytes(value.value):
            yield method


def _chunks(data: memoryview, sink: Sink) -> Iterator[memoryview]:
    for start in range(0, len(data), 1 << 20):
        sink.look()
        yield data[start : start + (1 << 20)]


def _signatures(root: Node) -> list[str]:
    """What is signed, with which method and key."""
    signatures = []
    for above in ("configurations", "images"):
        group = root.node(above)
        for node in group.nodes if group is not None else ():
            for signature in node.beginning("signature"):
                key = signature.text("key-name-hint")
                signatures.append(f"{node.name} ({', '.join(filter(None, (signature.text('algo'), key)))})")
    return signatures


def _note(root: Node, signatures: list[str]) -> Text:
    """The image's description, and what is signed."""
    signed = _SIGNED.fill(signatures=", ".join(signatures[:16])) if signatures else _UNSIGNED
    title = root.text("description")[:200]
    return Text(f"{title}、{signed.ja}", f"{title}, {signed.en}") if title else signed


def _cut_off(name: str) -> Text:
    return Text(
        f"FIT の {name} の中身が足りません。", f"The contents of {name} in the FIT image are not all there."
    )


READER = Reader(name="fit", magics=(Magic(MAGIC),), claim=claim, open=open_fit, archive=True)
