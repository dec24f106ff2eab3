"""RPM packages: a lead, two headers of tags, and a compressed cpio archive.

Source: rpm.org, RPM Package Format V4 (lead, signature, header, payload) and the tag list.
"""

import hashlib
import hmac
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.reading.reader import (
    UNTIL_OPENED,
    Extent,
    Flaw,
    Inner,
    Magic,
    Note,
    Reader,
    Sink,
    Yielded,
    fields,
    span,
    stands,
)

_LEAD = 96
_HEADER = b"\x8e\xad\xe8\x01"
_MOST_TAGS, _MOST_STORE = 1 << 16, 64 << 20
_INT32, _INT64, _STRING, _ARRAY, _I18N = 4, 5, 6, 8, 9
_NAME, _VERSION, _RELEASE, _LICENSE, _ARCH = 1000, 1001, 1002, 1014, 1022
_DIGEST, _DIGEST_KIND = 5092, 5093
_SIGNATURE_SIZE, _SIGNATURE_LONG_SIZE = 1000, 270
_SIGNATURES = (267, 268, 278, 1002, 1005)
_KINDS = {8: "sha256", 9: "sha384", 10: "sha512"}
_LONGEST = 4096
_BAD = Text(
    "パッケージの中身のハッシュが合いません(壊れているか、書き換えられています)。",
    "The hash of the package's contents does not fit (damaged or altered).",
)


class _Header(msgspec.Struct, frozen=True):
    """Tags (type, offset in the store, count), where the store and where the header ends."""

    tags: dict[int, tuple[int, int, int]]
    store: int
    end: int

    def text(self, view: memoryview, tag: int) -> str:
        """A string, the first of an array; empty where there is none."""
        kind, offset, _ = self.tags.get(tag, (0, 0, 0))
        if kind not in (_STRING, _ARRAY, _I18N) or self.store + offset >= self.end:
            return ""
        raw = bytes(view[self.store + offset : min(self.end, self.store + offset + _LONGEST)])
        return raw.split(b"\0")[0].decode("utf-8", "replace")

    def number(self, view: memoryview, tag: int) -> int | None:
        """An integer, None where there is none."""
        kind, offset, _ = self.tags.get(tag, (0, 0, 0))
        if kind not in (_INT32, _INT64):
            return None
        return fields(">I" if kind == _INT32 else ">Q", view, self.store + offset)[0]


class _Package(msgspec.Struct, frozen=True):
    signature: _Header
    header: _Header
    end: int | None  # None where the signature does not say


def claim(view: memoryview) -> int | None:
    """Lead, headers and contents, as far as the signature header says."""
    major, _, kind = fields(">BBH", view, 4)
    if major not in (3, 4) or kind not in (0, 1):
        return None
    package = _package(view)
    return UNTIL_OPENED if package.end is None else package.end


def open_rpm(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """The archive of files, to be scanned again; name, version and signature are noted."""
    package = _package(view)
    header = package.header
    name, version, release, arch, terms = (
        header.text(view, tag) for tag in (_NAME, _VERSION, _RELEASE, _ARCH, _LICENSE)
    )
    signed = any(tag in package.signature.tags for tag in _SIGNATURES)
    title = f"{name}-{version}-{release}.{arch}"
    yield Note(
        Text(
            f"{title}、ライセンス {terms or '?'}、署名: {'あり' if signed else 'なし'}",
            f"{title}, licence {terms or '?'}, signature: {'present' if signed else 'none'}",
        )
    )
    start, end = header.end, len(view) if package.end is None else min(package.end, len(view))
    digest, kind = header.text(view, _DIGEST), header.number(view, _DIGEST_KIND)
    if digest and kind in _KINDS and package.end == end:
        made = hashlib.new(_KINDS[kind])
        for at in range(start, end, 1 << 20):
            made.update(view[at : min(at + (1 << 20), end)])
            sink.look()
        if not hmac.compare_digest(made.hexdigest().encode(), digest.lower().encode()):
            yield Flaw(start=start, size=end - start, why=_BAD)
    if end > start:
        yield Inner(name="payload", start=start, size=end - start)
    yield Extent(end)


def _package(view: memoryview) -> _Package:
    signature = _header(view, _LEAD)
    header = _header(view, (signature.end + 7) & ~7)
    size = signature.number(view, _SIGNATURE_SIZE)
    if size is None:
        size = signature.number(view, _SIGNATURE_LONG_SIZE)
    begins = (signature.end + 7) & ~7
    end = None if size is None or begins + size < header.end else begins + size
    return _Package(signature, header, end)


def _header(view: memoryview, position: int) -> _Header:
    if not stands(_HEADER, view, position):
        raise FormatError(min(position, len(view)), "no RPM header where one must be")
    count, size = fields(">II", view, position + 8)
    if not 0 < count <= _MOST_TAGS or size > _MOST_STORE:
        raise FormatError(position, "an RPM header of impossible size")
    index = position + 16
    store = index + 16 * count
    span(view, index, 16 * count + size)
    tags: dict[int, tuple[int, int, int]] = {}
    for number in range(count):
        tag, kind, offset, items = fields(">IIII", view, index + 16 * number)
        if offset > size:
            raise FormatError(index + 16 * number, "a tag outside its header")
        tags[tag] = (kind, offset, items)
    return _Header(tags, store, store + size)


READER = Reader(
    name="rpm",
    magics=(Magic(b"\xed\xab\xee\xdb"),),
    claim=claim,
    open=open_rpm,
    archive=True,
    limits=Text(
        "署名は有無を示すだけで検証しません。所有者の名前は番号に直しません。",
        "Says whether there is a signature, does not verify it; names of owners are not made numbers.",
    ),
)
