"""Android Verified Boot: the `vbmeta` structure, the hash tree that lies before it, and the footer.

Source: Android, external/avb/libavb/ (avb_vbmeta_image.h, avb_footer.h, avb_*_descriptor.h), big-endian.
Signatures are named and not verified.
"""

import hashlib
import re
from collections.abc import Iterator
from itertools import islice

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.reading.reader import (
    Flaw,
    Magic,
    Note,
    Reader,
    Sink,
    Yielded,
    fields,
    stands,
)

_MAGIC, _FOOTER = b"AVB0", b"AVBf"
_HEADER, _FOOTER_SIZE = 256, 64
_MOST = 1 << 20
_MOST_BEHIND = 64 << 20  # from the structure to the footer at the partition's end
_ALGORITHMS = ("NONE", *(f"SHA{sha}_RSA{rsa}" for sha in (256, 512) for rsa in (2048, 4096, 8192)))
_HASHTREE, _HASH, _CHAIN = 1, 2, 4
_NAME_AT = {_HASHTREE: (104, 180), _HASH: (56, 132), _CHAIN: (20, 92)}  # of the length, of the name
_BAD_HASH = Text(
    "vbmeta のハッシュが合いません(壊れているか、書き換えられています)。",
    "The hash of the vbmeta structure does not fit (damaged or changed).",
)


class _Vbmeta(msgspec.Struct, frozen=True):
    """A `vbmeta` structure; `tree` is where its hash tree begins in the partition, 0 for none."""

    size: int
    authentication: int
    algorithm: int
    rollback: int
    flags: int
    names: tuple[str, ...]
    tree: int


def start_vbmeta(view: memoryview, hit: int) -> int | None:
    """The structure, or the hash tree before it where the footer tells that one lies there."""
    try:
        found = _vbmeta(view[hit:])
    except FormatError:
        return None
    if found is None or not found.tree:
        return None if found is None else hit
    for footer in islice(re.finditer(_FOOTER, view[hit : hit + _MOST_BEHIND]), 64):
        try:
            _, place, size = fields(">QQQ", view, hit + footer.start() + 12)
        except FormatError:
            break
        begin = hit - place + found.tree
        if size == found.size and 0 <= begin < hit:
            return begin
    return hit


def claim_vbmeta(view: memoryview) -> int | None:
    """The hash tree, if it is before, and the structure."""
    at = _place(view)
    found = _vbmeta(view[at:])
    return None if found is None else at + found.size


def open_vbmeta(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """What it vouches for, and how."""
    sink.look()
    at = _place(view)
    found = _vbmeta(view[at:])
    if found is None:
        raise FormatError(at, "no vbmeta structure")
    off = [
        word for bit, word in ((1, "hashtree-disabled"), (2, "verification-disabled")) if found.flags & bit
    ]
    words = ", ".join([_ALGORITHMS[found.algorithm], f"rollback index {found.rollback}", *off, *found.names])
    yield Note(Text(f"検証付き起動(AVB): {words}", f"verified boot (AVB): {words}"))
    if found.algorithm and not _hash_fits(view[at : at + found.size], found):
        yield Flaw(start=at, size=found.size, why=_BAD_HASH)


def claim_footer(view: memoryview) -> int | None:
    """The footer itself."""
    major, minor, _, _, size = fields(">IIQQQ", view, 4)
    plain = not any(view[36:_FOOTER_SIZE])
    return _FOOTER_SIZE if major == 1 and minor < 16 and _HEADER <= size <= _MOST and plain else None


def open_footer(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """How much of the partition it vouches for."""
    sink.look()
    size, place = fields(">QQ", view, 12)
    yield Note(
        Text(
            f"AVB フッター: 本体 {size} バイト、vbmeta は {place:#x}",
            f"AVB footer: {size} bytes, vbmeta at {place:#x}",
        )
    )


def _place(view: memoryview) -> int:
    found = re.search(_MAGIC, view)
    if found is None:
        raise FormatError(0, "no vbmeta structure")
    return found.start()


def _vbmeta(view: memoryview) -> _Vbmeta | None:
    major, minor, authentication, auxiliary, algorithm = fields(">IIQQI", view, 4)
    place, length, rollback, flags = fields(">QQQI", view, 96)
    if not stands(_MAGIC, view) or major != 1 or minor > 16 or algorithm >= len(_ALGORITHMS):
        return None
    size = _HEADER + authentication + auxiliary
    if authentication % 64 or auxiliary % 64 or size > _MOST or place + length > auxiliary or flags > 3:
        return None
    names, tree = _described(view[_HEADER + authentication :][place : place + length])
    return _Vbmeta(size, authentication, algorithm, rollback, flags, names, tree)


def _described(view: memoryview) -> tuple[tuple[str, ...], int]:
    """The partitions that the descriptors name, and where the first hash tree begins."""
    names: list[str] = []
    tree, at = 0, 0
    while at + 16 <= len(view) and len(names) < 64:
        kind, following = fields(">QQ", view, at)
        try:
            if kind in _NAME_AT:
                length_at, name_at = _NAME_AT[kind]
                (length,) = fields(">I", view, at + length_at)
                name = bytes(view[at + name_at : at + name_at + min(length, 64)])
                names.append(name.decode("utf-8", "replace"))
            if kind == _HASHTREE and not tree:
                (tree,) = fields(">Q", view, at + 28)
        except FormatError:
            break
        at += 16 + following
    return tuple(names), tree


def _hash_fits(view: memoryview, found: _Vbmeta) -> bool:
    """Whether the hash in the authentication block is that of the rest."""
    try:
        place, length = fields(">QQ", view, 32)
    except FormatError:
        return False
    digest = hashlib.sha256() if found.algorithm <= 3 else hashlib.sha512()
    digest.update(view[:_HEADER])
    digest.update(view[_HEADER + found.authentication :])
    stored = view[_HEADER : _HEADER + found.authentication][place : place + length]
    return digest.digest() == bytes(stored)


READERS = (
    Reader(
        name="vbmeta",
        magics=(Magic(_MAGIC),),
        claim=claim_vbmeta,
        open=open_vbmeta,
        start=start_vbmeta,
        limits=Text("署名は検証しません。", "Signatures are not verified."),
    ),
    Reader(name="avb-footer", magics=(Magic(_FOOTER),), claim=claim_footer, open=open_footer),
)
