"""MCUboot images: a header, the program, then tags with its hash and signature.

Source: MCUboot, docs/design.md, "Image format"; boot/bootutil/include/bootutil/image.h.
"""

import hashlib
import hmac
from collections.abc import Iterator
from typing import Literal

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.image import Blob, Seal
from mamoru.verification.firmware.opening.gaps import KEY_OR_UNENCRYPTED, UNENCRYPTED
from mamoru.verification.firmware.opening.unlocking import counted, image_key
from mamoru.verification.firmware.reading.reader import (
    Extent,
    Flaw,
    Inner,
    Label,
    Magic,
    Note,
    Reader,
    Sink,
    Yielded,
    fields,
    span,
    stands,
)

_HEAD = 32
_BIG = b"\x96\xf3\xb8\x3d"  # the magic of an image for a big-endian processor
_PROTECTED, _PLAIN = 0x6908, 0x6907
_MOST_TAGS = 256
_ENCRYPTED, _COMPRESSED = 0x0C, 0x600
_BIT_NAMES = {0x10: "non-bootable", 0x20: "ram-load", 0x100: "rom-fixed"}
_HASHES = {0x10: "sha256", 0x11: "sha384", 0x12: "sha512"}
_SIGNATURES = {
    0x20: "RSA-2048",
    0x21: "ECDSA P-224",
    0x22: "ECDSA",
    0x23: "RSA-3072",
    0x24: "Ed25519",
}
_KEYS = {0x30: "RSA-2048", 0x31: "AES-KW", 0x32: "EC P-256", 0x33: "X25519"}
_COUNTER = 0x50
_HASH_WRONG = Text(
    "イメージのハッシュ({name})が合いません(壊れているか、書き換えられています)。",
    "The hash of the image ({name}) does not fit (damaged or altered).",
)
_SEALED = Text("MCUboot のイメージが暗号化されています。", "The MCUboot image is encrypted.")
_PACKED = Text(
    "MCUboot のイメージが圧縮されていて、まだ開けません。",
    "The MCUboot image is compressed, which cannot be opened yet.",
)
_CUT_TAGS = Text("タグ(TLV)が途中で切れています。", "The tags (TLVs) are cut off.")


class _Header(msgspec.Struct, frozen=True):
    order: str  # of the bytes: `<` or `>` (imgtool -e big)
    load: int
    head: int
    protected: int
    size: int
    flags: int
    version: str

    @property
    def end(self) -> int:
        """Where the unprotected tags begin."""
        return self.head + self.size + self.protected


class _Tags(msgspec.Struct, frozen=True):
    """Type and value of each tag, and where the last one ends."""

    values: tuple[tuple[int, bytes], ...]
    end: int


def claim(view: memoryview) -> int | None:
    """Header, image and the tags after it, of which the first must have its magic."""
    header = _header(view)
    if header is None:
        return None
    if header.end + 4 > len(view):
        return header.end
    magic, size = fields(header.order + "HH", view, header.end)
    return header.end + size if magic == _PLAIN and size >= 4 else header.end


def open_mcuboot(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """The program, to be scanned again; what the tags say is noted and the hash is checked."""
    header = _header(view)
    if header is None:
        raise FormatError(0, "no MCUboot header")
    yield Label("mcuboot")
    body = span(view, header.head, min(header.size, len(view) - header.head))
    if len(body) < header.size:
        yield Note(_told(header, ()))
        yield Inner(name="app", start=header.head, size=len(body))
        return
    protected = _tags(view, header, header.head + header.size, _PROTECTED) if header.protected else None
    plain = _tags(view, header, header.end, _PLAIN)
    values = (protected.values if protected else ()) + (plain.values if plain else ())
    yield Note(_told(header, values))
    yield from _sealed(header, values) if plain is not None else ()
    if plain is None or (header.protected and protected is None):
        yield Flaw(start=header.end, size=max(len(view) - header.end, 0), why=_CUT_TAGS)
    if header.flags & _ENCRYPTED:
        clear = _unlocked(view, header, values, sink)
        if clear is not None and not header.flags & _COMPRESSED:
            yield Inner(name="app", blob=clear)
            yield Extent(plain.end if plain else header.end)
        else:
            yield Flaw(start=header.head, size=header.size, why=_SEALED, instead=KEY_OR_UNENCRYPTED)
        return
    if header.flags & _COMPRESSED:
        yield Flaw(start=header.head, size=header.size, why=_PACKED, instead=UNENCRYPTED)
        return
    for kind, value in values:
        if kind in _HASHES and not hmac.compare_digest(_digest(view[: header.end], kind, sink), value):
            yield Flaw(start=0, size=header.end, why=_HASH_WRONG.fill(name=_HASHES[kind]))
    yield Inner(name="app", start=header.head, size=header.size)
    yield Extent(plain.end if plain else header.end)


def _unlocked(
    view: memoryview, header: _Header, values: tuple[tuple[int, bytes], ...], sink: Sink
) -> Blob | None:
    """The program, decrypted, where a key that was handed in gives what the image's own hash is of."""
    hashes = [(kind, value) for kind, value in values if kind in _HASHES]
    if not sink.keys or not hashes:
        return None
    kind, wanted = hashes[0]
    body, behind = view[header.head : header.head + header.size], view[header.head + header.size : header.end]
    for tag, sealed in values:
        for key in image_key(tag, sealed, sink.keys):
            told = hashlib.new(_HASHES[kind], view[: header.head])
            for chunk in counted(body, key):
                told.update(chunk)
                sink.look()
            told.update(behind)
            if hmac.compare_digest(told.digest(), wanted):
                return sink.store(counted(body, key))
    return None


def _header(view: memoryview) -> _Header | None:
    order = ">" if stands(_BIG, view, 0) else "<"
    _, load, head, protected, size, flags = fields(order + "IIHHII", view, 0)
    major, minor, revision, build, _ = fields(order + "BBHII", view, 20)
    sane = _HEAD <= head <= 0x10000 and head % 4 == 0 and 0 < size <= 64 << 20 and not flags >> 16
    if not sane or (protected and protected < 4):
        return None
    version = f"{major}.{minor}.{revision}" + (f"+{build}" if build else "")
    return _Header(order, load, head, protected, size, flags, version)


def _tags(view: memoryview, header: _Header, position: int, magic: int) -> _Tags | None:
    """The tags at `position`; None where they are not there whole."""
    if position + 4 > len(view):
        return None
    found, total = fields(header.order + "HH", view, position)
    end = position + total
    if found != magic or total < 4 or end > len(view):
        return None
    values: list[tuple[int, bytes]] = []
    position += 4
    while position < end:
        if len(values) >= _MOST_TAGS or position + 4 > end:
            return None
        kind, size = fields(header.order + "HH", view, position)
        if position + 4 + size > end:
            return None
        values.append((kind, bytes(span(view, position + 4, size))))
        position += 4 + size
    return _Tags(tuple(values), end)


def _sealed(header: _Header, values: tuple[tuple[int, bytes], ...]) -> Iterator[Seal]:
    """How the tags, of which every one was read, seal the image."""
    signed = ", ".join(_SIGNATURES[kind] for kind, _ in values if kind in _SIGNATURES)
    yield Seal(signed=signed or None, counter=_counter(header, values))


def _counter(header: _Header, values: tuple[tuple[int, bytes], ...]) -> int | None:
    order: Literal["little", "big"] = "little" if header.order == "<" else "big"
    return next((int.from_bytes(value, order) for kind, value in values if kind == _COUNTER), None)


def _told(header: _Header, values: tuple[tuple[int, bytes], ...]) -> Text:
    """Version, signatures, encryption and counter, as the header and the tags say."""
    kinds = [kind for kind, _ in values]
    signed = ", ".join(_SIGNATURES[kind] for kind in kinds if kind in _SIGNATURES)
    keys = ", ".join(_KEYS[kind] for kind in kinds if kind in _KEYS)
    counter = _counter(header, values)
    ja = [f"版 {header.version}", f"署名: {signed or 'なし'}"]
    en = [f"version {header.version}", f"signature: {signed or 'none'}"]
    if header.flags & _ENCRYPTED or keys:
        ja.append(f"暗号化: {keys or 'あり'}")
        en.append(f"encryption: {keys or 'yes'}")
    if counter is not None:
        ja.append(f"セキュリティカウンター {counter}")
        en.append(f"security counter {counter}")
    if bits := [name for bit, name in _BIT_NAMES.items() if header.flags & bit]:
        ja.append(", ".join(bits))
        en.append(", ".join(bits))
    return Text("、".join(ja), ", ".join(en))


def _digest(view: memoryview, kind: int, sink: Sink) -> bytes:
    digest = hashlib.new(_HASHES[kind])
    for at in range(0, len(view), 1 << 20):
        digest.update(view[at : at + (1 << 20)])
        sink.look()
    return digest.digest()


READER = Reader(
    name="mcuboot",
    magics=(Magic(b"\x3d\xb8\xf3\x96"), Magic(_BIG)),
    claim=claim,
    open=open_mcuboot,
    archive=True,
    limits=Text(
        "署名の有無は示しますが、鍵による検証はしません。暗号化・圧縮された本体は開きません。",
        "Says whether there is a signature, does not verify it; encrypted or compressed bodies stay shut.",
    ),
)
