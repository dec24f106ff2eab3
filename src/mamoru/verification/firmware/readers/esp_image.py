"""ESP32 and ESP8266 programs and boot loaders: a header, segments, a checksum, a digest, a signature.

Source: ESP-IDF, components/bootloader_support/include/esp_app_format.h ("App Image Format",
"Application Description", "Bootloader Description"); ESP-IDF, Secure Boot v2, "Signature Block Format".
"""

import hashlib
import hmac
import re
from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text, joined
from mamoru.verification.firmware.image import Seal
from mamoru.verification.firmware.readers.esp_flash import claim as is_flash
from mamoru.verification.firmware.reading.esp_signature import (
    SECTOR,
    Signature,
    old_signature,
    signatures,
)
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

_SEGMENTS = range(1, 17)
_LEAST_ADDRESS, _MOST_ADDRESS = 0x3C000000, 0x60000000
_MOST = 16 << 20
_HEAD, _HEAD_8266 = 24, 8
_APP_DESCRIPTION = b"\x32\x54\xcd\xab"
_LOADER_DESCRIPTION = 0x50
_LOADER_BANNER = re.compile(rb"ESP-IDF %s 2nd stage bootloader|ESP-IDF v[\w.-]+ 2nd stage bootloader")
_VERSION = re.compile(rb"v?\d+\.\d+[\w.-]*")
_CHIPS = {
    0: "ESP32",
    2: "ESP32-S2",
    5: "ESP32-C3",
    9: "ESP32-S3",
    12: "ESP32-C2",
    13: "ESP32-C6",
    16: "ESP32-H2",
    18: "ESP32-P4",
    20: "ESP32-C61",
    23: "ESP32-C5",
}
_CHECKSUM = Text("チェックサムが合いません(壊れています)。", "The checksum does not fit (damaged).")
_UNFIT = Text(
    "Secure Boot の署名がこのイメージと合いません(壊れているか、書き換えられています)。",
    "A Secure Boot signature does not fit this image (damaged or altered).",
)
_DIGEST = Text(
    "末尾の SHA-256 が合いません(壊れているか、書き換えられています)。",
    "The appended SHA-256 does not fit (damaged or altered).",
)


class _Image(msgspec.Struct, frozen=True):
    """Address, offset and size of each segment, and where each thing after them lies."""

    segments: tuple[tuple[int, int, int], ...]
    checksum_at: int
    digest_at: int | None
    end: int
    signatures: tuple[Signature, ...] = ()
    old_signature: bool = False  # of Secure Boot v1

    @property
    def sealed(self) -> str | None:
        """How it is signed; None where it is not."""
        kinds = ", ".join(dict.fromkeys(each.kind for each in self.signatures))
        return f"Secure Boot v2 ({kinds})" if kinds else "Secure Boot v1" if self.old_signature else None


def claim(view: memoryview) -> int | None:
    """Header and segments, the checksum byte, the digest and the signature where they are there."""
    image = _image(view)
    return None if image is None else image.end


def claim_first(view: memoryview) -> int | None:
    """The same at the start of a file, unless a whole flash begins there."""
    return None if is_flash(view) is not None else claim(view)


def claim_8266(view: memoryview) -> int | None:
    """An image of the older chip, whose segments lie in its small memory."""
    image = _image_8266(view)
    return None if image is None else image.end


def open_app(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Its segments, to be scanned again; what its description says."""
    image = _image(view)
    if image is None:
        raise FormatError(0, "no ESP image header")
    if (loader := _loader(view, image)) is not None:
        yield Label("bootloader")
        yield Note(loader)
    elif (app := _app(view, image)) is not None:
        yield Note(app)
    if (described := _described(view, image)) is not None:
        # A version in a field of its own is no string with words around it: so it is said in words.
        yield Inner(name="description", blob=sink.store((described,)))
    yield from _segments(view, image, sink)
    if image.end <= len(view):
        yield Seal(signed=image.sealed)
        if any(each.fits is False for each in image.signatures):
            yield Flaw(start=0, size=image.end, why=_UNFIT)
    if image.digest_at is None or image.digest_at + 32 > len(view):
        return
    digest = hashlib.sha256()
    for at in range(0, image.digest_at, 1 << 20):
        digest.update(view[at : min(at + (1 << 20), image.digest_at)])
        sink.look()
    if not hmac.compare_digest(digest.digest(), bytes(span(view, image.digest_at, 32))):
        yield Flaw(start=0, size=image.digest_at, why=_DIGEST)


def open_8266(view: memoryview, sink: Sink) -> Iterator[Yielded]:
    """Its segments, to be scanned again."""
    image = _image_8266(view)
    if image is None:
        raise FormatError(0, "no ESP8266 image header")
    yield from _segments(view, image, sink)
    yield Extent(image.end)


def _segments(view: memoryview, image: _Image, sink: Sink) -> Iterator[Yielded]:
    total = 0xEF
    for address, start, size in image.segments:
        data = view[start : start + size]
        total ^= _folded(data)
        sink.look()
        if data and address:  # address 0 is padding
            yield Inner(name=f"code@0x{address:08x}", start=start, size=len(data))
    if image.checksum_at < len(view) and view[image.checksum_at] != total:
        yield Flaw(start=image.checksum_at, size=1, why=_CHECKSUM)


def _image(view: memoryview) -> _Image | None:
    magic, count, mode, _, entry = fields("<BBBBI", view, 0)
    if magic != 0xE9 or count not in _SEGMENTS or mode > 7 or not _LEAST_ADDRESS <= entry < _MOST_ADDRESS:
        return None
    has_digest = fields("<B", view, 23)[0]
    segments = _table(view, count, _HEAD, range(_LEAST_ADDRESS, _MOST_ADDRESS))
    if segments is None or has_digest > 1:
        return None
    _, last, size = segments[-1]
    checksum_at = (last + size) | 15
    digest_at = checksum_at + 1 if has_digest else None
    end = checksum_at + 1 + (32 if has_digest else 0)
    sector = -(-end // SECTOR) * SECTOR
    if found := signatures(view, sector):
        return _Image(segments, checksum_at, digest_at, sector + SECTOR, signatures=found)
    old = old_signature(view, end)
    return _Image(segments, checksum_at, digest_at, len(view) if old else end, old_signature=old)


def _image_8266(view: memoryview) -> _Image | None:
    magic, count, mode, _, entry = fields("<BBBBI", view, 0)
    if magic != 0xE9 or count not in _SEGMENTS or mode > 3 or entry >> 20 != 0x401:
        return None
    segments = _table(view, count, _HEAD_8266, range(0x3FF00000, 0x40300000))
    if segments is None:
        return None
    _, last, size = segments[-1]
    checksum_at = (last + size) | 15
    return _Image(segments, checksum_at, None, checksum_at + 1)


def _table(
    view: memoryview, count: int, position: int, memory: range
) -> tuple[tuple[int, int, int], ...] | None:
    """The segments, as far as their headers are there; None where one cannot be loaded."""
    segments: list[tuple[int, int, int]] = []
    for _ in range(count):
        address, size = fields("<II", view, position)
        if (address and address not in memory) or size > _MOST or size % 4:
            return None
        segments.append((address, position + 8, size))
        position += 8 + size
        if position > len(view):
            break
    return tuple(segments)


def _signed(image: _Image) -> Text:
    """The signatures in words: the kind, the beginning of the key's digest, whether it is of this image."""
    if not image.signatures:
        old = Text("署名(v1): あり", "signature (v1): present")
        return old if image.old_signature else Text("署名: なし", "signature: none")
    return joined([_FITS[each.fits].fill(kind=each.kind, key=each.key[:12]) for each in image.signatures])


_FITS = {
    True: Text("署名(v2): {kind}、鍵 {key}、検証できた", "signature (v2): {kind}, key {key}, verifies"),
    False: Text("署名(v2): {kind}、鍵 {key}、合わない", "signature (v2): {kind}, key {key}, does not fit"),
    None: Text("署名(v2): {kind}、鍵 {key}、未検証", "signature (v2): {kind}, key {key}, not verified"),
}


def _app(view: memoryview, image: _Image) -> Text | None:
    """What the application's description says."""
    at = image.segments[0][1]
    if not stands(_APP_DESCRIPTION, view, at) or at + 256 > len(view):
        return None
    (secure,) = fields("<I", view, at + 4)
    version, project = _text(view, at + 16, 32), _text(view, at + 48, 32)
    time, day, idf = _text(view, at + 80, 16), _text(view, at + 96, 16), _text(view, at + 112, 32)
    chip, signed = _chip(view), _signed(image)
    return Text(
        f"{project} {version}、ESP-IDF {idf}、{chip}、ビルド {day} {time}、セキュアバージョン {secure}、"
        f"{signed.ja}",
        f"{project} {version}, ESP-IDF {idf}, {chip}, built {day} {time}, secure version {secure}, "
        f"{signed.en}",
    )


def _loader(view: memoryview, image: _Image) -> Text | None:
    """What the boot loader's description says; None where this is no boot loader."""
    at = image.segments[0][1]
    idf = _text(view, at + 8, 32)
    chip, signed = _chip(view), _signed(image)
    ja, en = signed.ja, signed.en
    if view[at : at + 1] == bytes((_LOADER_DESCRIPTION,)) and _VERSION.fullmatch(idf.encode()):
        day = _text(view, at + 40, 24)
        return Text(f"ESP-IDF {idf}、{chip}、ビルド {day}、{ja}", f"ESP-IDF {idf}, {chip}, built {day}, {en}")
    for _, start, size in image.segments:
        if _LOADER_BANNER.search(view[start : start + size]):
            return Text(f"{chip}、{ja}", f"{chip}, {en}")
    return None


def _described(view: memoryview, image: _Image) -> bytes | None:
    """The description as lines of text, by which the IDF is named."""
    at = image.segments[0][1]
    if stands(_APP_DESCRIPTION, view, at):
        lines = ("app", _text(view, at + 112, 32), f"{_text(view, at + 48, 32)} {_text(view, at + 16, 32)}")
    elif view[at : at + 1] == bytes((_LOADER_DESCRIPTION,)) and _VERSION.fullmatch(
        idf := _text(view, at + 8, 32).encode()
    ):
        lines = ("bootloader", idf.decode(), "bootloader")
    else:
        return None
    return "ESP {} description\nESP-IDF: {}\nproject: {}\n".format(*lines).encode()


def _chip(view: memoryview) -> str:
    (number,) = fields("<H", view, 12)
    return _CHIPS.get(number, f"chip {number}")


def _text(view: memoryview, at: int, size: int) -> str:
    return bytes(view[at : at + size]).split(b"\0")[0].decode("utf-8", "replace")


def _folded(data: memoryview) -> int:
    """All bytes combined by exclusive or."""
    number, size = int.from_bytes(data, "little"), len(data)
    while size > 1:
        half = (size + 1) // 2
        number = (number >> 8 * half) ^ (number & ((1 << 8 * half) - 1))
        size = half
    return number


_LIMITS = Text(
    "署名は、中の公開鍵との整合だけを確かめます(その鍵が自社のものかは分かりません)。暗号化された本体は開きません。",
    "A signature is verified with the key it brings; whose key that is, nobody here can tell. Encrypted images stay shut.",
)

READERS = (
    Reader(
        name="esp32-app",
        magics=(Magic(_APP_DESCRIPTION, 0x20),),
        claim=claim,
        open=open_app,
        archive=True,
        limits=_LIMITS,
    ),
    Reader(
        name="esp32-image",
        magics=(Magic(b"\xe9"),),
        claim=claim_first,
        open=open_app,
        raw=False,
        limits=_LIMITS,
    ),
    Reader(
        name="esp8266-image",
        magics=(Magic(b"\xe9"),),
        claim=claim_8266,
        open=open_8266,
        raw=False,
        limits=Text("0xEA で始まる形式(V2)は開きません。", "Version 2 (0xEA) is not opened."),
    ),
)
