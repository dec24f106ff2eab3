"""CMS signatures as RAUC appends them to a bundle, with the dm-verity hash tree before them.

A RAUC bundle is a squashfs, in the verity format a hash tree, a CMS signature and its size as eight
bytes. Source: RAUC, docs/reference.rst, "Bundle Formats"; RFC 5652, sections 3 and 5.1.
"""

import re
import warnings
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.opening.update_packages import rauc_manifest
from mamoru.verification.firmware.reading.reader import (
    Extent,
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

_SIGNED = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
_FORM = re.compile(
    rb"\x30\x82..\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
    rb"\xa0\x82..\x30\x82..\x02\x01[\x01\x03\x04\x05]\x31",
    re.S,
)
_TREE = re.compile(rb"^verity-size=(\d{1,12})\s*$", re.M)
_FARTHEST = 256 << 20
_LONGEST_NAME = 120
_SIGNED_BY = Text("署名あり({who})", "signed ({who})")


class _Signature(msgspec.Struct, frozen=True):
    """Where the CMS structure begins and ends, how large a hash tree it names, where its contents lie."""

    start: int
    end: int
    tree: int
    content: tuple[int, int]


def claim(view: memoryview) -> int | None:
    """The hash tree where there is one, the signature, and the size after it."""
    found = _found(view)
    if found is None:
        return None
    size = found.end - found.start
    has_size = found.end + 8 <= len(view) and fields(">Q", view, found.end)[0] == size
    return found.end + (8 if has_size else 0)


def start(view: memoryview, hit: int) -> int | None:
    """Before the hash tree that the signed manifest names."""
    at = hit - 4
    signature = _signature(view, at) if at >= 0 else None
    if signature is None:
        return None
    return at - signature.tree if signature.tree <= at else at


def open_cms(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Who signed, and the signed manifest where it lies inside."""
    sink.look()
    found = _found(view)
    if found is None:
        raise FormatError(0, "no CMS signature")
    if len(view) == found.end + 8:
        yield Label("rauc-signature")
    note = _SIGNED_BY.fill(who=", ".join(_signers(view[found.start : found.end])) or "?")
    at, size = found.content
    if size:
        told = rauc_manifest(bytes(view[at : at + size]).decode("utf-8", "replace"))
        note = Text(f"{note.ja}。{told.ja}", f"{note.en}; {told.en}")
        yield Inner(name="manifest.raucm", start=at, size=size)
    yield Note(note)
    yield Extent(len(view))


def _found(view: memoryview) -> _Signature | None:
    """The signature at the start, or after a hash tree of the size that it names."""
    here = _signature(view, 0)
    if here is not None:
        return here
    for match in re.finditer(re.escape(_SIGNED), view[:_FARTHEST]):
        signature = _signature(view, match.start() - 4) if match.start() >= 4 else None
        if signature is not None:
            return signature if signature.tree == signature.start else None
    return None


def _signature(view: memoryview, at: int) -> _Signature | None:
    if _FORM.match(view, at) is None:
        return None
    end = at + 4 + fields(">H", view, at + 2)[0]
    if end > len(view):
        return None
    content = _content(view, at, end)
    named = _TREE.search(view[content[0] : sum(content)])
    return _Signature(at, end, int(named[1]) if named else 0, content)


def _content(view: memoryview, at: int, end: int) -> tuple[int, int]:
    """Offset and size of the encapsulated contents; nothing where the signature is detached."""
    named = re.compile(re.escape(_DATA)).search(view[:end], at)
    if named is None:
        return 0, 0
    position = named.end()
    for tag in (b"\xa0", b"\x04"):
        if not stands(tag, view, position):
            return 0, 0
        try:
            size, position = _length(view, position + 1)
        except FormatError:
            return 0, 0
    return (position, size) if position + size <= end else (0, 0)


def _length(view: memoryview, position: int) -> tuple[int, int]:
    """A DER length, and where its contents begin."""
    (first,) = fields(">B", view, position)
    if first < 0x80:
        return first, position + 1
    width = first & 0x7F
    if not 1 <= width <= 4:
        raise FormatError(position, "no DER length")
    return int.from_bytes(span(view, position + 1, width), "big"), position + 1 + width


def _signers(der: memoryview) -> list[str]:
    """The subjects of the certificates inside."""
    # Here, and not above: only an image with such a signature pays for these imports (20 ms).
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import pkcs7
    from cryptography.utils import CryptographyDeprecationWarning

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CryptographyDeprecationWarning)
            certificates = pkcs7.load_der_pkcs7_certificates(bytes(der))
            return [each.subject.rfc4514_string()[:_LONGEST_NAME] for each in certificates]
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return []


READER = Reader(
    name="cms",
    magics=(Magic(_SIGNED, 4),),
    claim=claim,
    open=open_cms,
    start=start,
    limits=Text(
        "署名は有無と署名者を示すだけで検証しません。ハッシュ木も照合しません。",
        "Says that there is a signature and whose, verifies neither it nor the hash tree.",
    ),
)
