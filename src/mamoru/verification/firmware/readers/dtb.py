"""Flattened device trees, and the FIT images of U-Boot that share their form.

Source: Devicetree Specification 0.4, chapter 5; U-Boot, doc/usage/fit/source_file_format.rst.
"""

import re
from collections.abc import Iterator

from mamoru.language import both
from mamoru.verification.firmware.gaps import HAND_IN
from mamoru.verification.firmware.reading import Magic, Note, Reader, Sink, Yielded, fields

_MAGIC = b"\xd0\x0d\xfe\xed"
_IMAGES = re.compile(rb"\0\0\0\x01images\0\0")
_MOST = 256 << 20


def claim_dtb(view: memoryview) -> int | None:
    """A tree that describes hardware."""
    return None if _is_fit(view) else _size(view)


def claim_fit(view: memoryview) -> int | None:
    """A tree whose node `images` holds what is to be booted."""
    return _size(view) if _is_fit(view) else None


def open_dtb(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Nothing to unpack; its bytes are kept."""
    sink.look()
    names = re.findall(rb"[a-z0-9-]{2,24},[a-z0-9-]{2,32}", view[:4096])
    if names:
        yield Note(both(names[0].decode("ascii")))


def _size(view: memoryview) -> int | None:
    size, structure, strings, reserved, version, compatible = fields(">IIIIII", view, 4)
    plausible = 40 <= reserved < structure < strings <= size <= _MOST and 2 <= compatible <= version <= 32
    return size if plausible else None


def _is_fit(view: memoryview) -> bool:
    size = _size(view)
    (structure,) = fields(">I", view, 8)
    return size is not None and _IMAGES.search(view[structure : min(size, structure + 65536)]) is not None


READERS = (
    Reader(
        name="dtb", magics=(Magic(_MAGIC),), claim=claim_dtb, open=open_dtb, part="device-tree", keep=True
    ),
    Reader(name="fit", magics=(Magic(_MAGIC),), claim=claim_fit, instead=HAND_IN),
)
