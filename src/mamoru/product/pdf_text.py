"""The text of a PDF: what its page contents draw, by the letters that its fonts say they are.

A small part of ISO 32000-1 (7.3.4 strings, 7.4.4 FlateDecode, 9.4.3 showing text, 9.10.3 ToUnicode): enough
to tell whether a document says something and names what it must. Pages that are pictures give nothing.
"""

import re
import zlib
from typing import TypeAlias

Letters: TypeAlias = dict[bytes, str]
MOST_STREAMS = 4000
MOST_INFLATED = 8 << 20
_MOST_CODES = 100_000
_LEAST_LETTERS = 20
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_OBJECT = re.compile(rb"(?<!\d)(\d{1,8})\s+\d{1,5}\s+obj\b(.*?)\bendobj", re.DOTALL)
_NAMED = re.compile(rb"/([^\s/<>\[\]()]{1,60})\s+(\d{1,8})\s+\d{1,5}\s+R\b")
_MAP = re.compile(rb"/ToUnicode\s+(\d{1,8})\s+\d{1,5}\s+R\b")
_SHOWN = re.compile(
    rb"/([^\s/<>\[\]()]{1,60})\s+[-+.\d]+\s+Tf\b|\((?:\\.|[^\\()]){0,8000}\)|<[0-9A-Fa-f\s]{2,16000}>|\b(?:T\*|Td|TD|ET|Tm)\b|'",
    re.DOTALL,
)
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_ESCAPED = re.compile(rb"\\([nrtbf()\\]|[0-7]{1,3}|\r?\n)", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"", b"f": b""}


def text_of_pdf(body: bytes) -> str | None:
    """The text; None where none can be read out of it (a scan, an encrypted file, a font without letters)."""
    if b"/Encrypt" in body:
        return None
    streams, objects = _opened(body)
    fonts = _fonts(streams, objects)
    text = "\n".join(
        _drawn(stream, fonts) for stream in streams.values() if b"Tj" in stream or b"TJ" in stream
    )
    readable = sum(letter.isalnum() for letter in text)
    return text if readable >= _LEAST_LETTERS and readable * 3 >= len("".join(text.split())) else None


def _opened(body: bytes) -> tuple[dict[int, bytes], dict[int, bytes]]:
    """The streams that matter, inflated, and all objects (also those in object streams), by number."""
    streams: dict[int, bytes] = {}
    objects: dict[int, bytes] = {}
    left = MOST_INFLATED
    for match in _OBJECT.finditer(body):
        number, inside = int(match.group(1)), match.group(2)
        stream = _STREAM.search(inside)
        if stream is None:
            objects[number] = inside
            continue
        if left <= 0 or len(streams) >= MOST_STREAMS or b"/Image" in inside[: stream.start()]:
            continue
        try:
            plain = zlib.decompressobj().decompress(stream.group(1), left)
        except zlib.error:
            plain = stream.group(1)[:left]
        left -= len(plain)
        streams[number] = plain
        if b"/ObjStm" in inside[: stream.start()]:
            objects |= _packed(inside[: stream.start()], plain)
    return streams, objects


def _packed(header: bytes, plain: bytes) -> dict[int, bytes]:
    """The objects of an object stream (7.5.7)."""
    first = re.search(rb"/First\s+(\d{1,8})", header)
    if first is None:
        return {}
    start = int(first.group(1))
    numbers = [int(each) for each in re.findall(rb"\d{1,9}", plain[:start])][: 2 * _MOST_CODES]
    places = list(zip(numbers[::2], numbers[1::2], strict=False))
    ends = [place for _, place in places[1:]] + [len(plain)]
    return {
        number: plain[start + place : start + end] for (number, place), end in zip(places, ends, strict=True)
    }


def _fonts(streams: dict[int, bytes], objects: dict[int, bytes]) -> dict[bytes, Letters | None]:
    """By the name under which pages call a font: its letters, None where two fonts share the name."""
    maps = {
        number: int(found.group(1)) for number, inside in objects.items() if (found := _MAP.search(inside))
    }
    fonts: dict[bytes, Letters | None] = {}
    of: dict[bytes, int] = {}
    for inside in objects.values():
        for name, number in _NAMED.findall(inside):
            font = int(number)
            if font not in maps:
                continue
            if name in of and of[name] != font:
                fonts[name] = None
            elif name not in of:
                of[name] = font
                fonts[name] = _letters(streams.get(maps[font], b""))
    return fonts


def _letters(cmap: bytes) -> Letters:
    """A ToUnicode map."""
    letters: Letters = {}
    for kind, inside in _SECTION.findall(cmap):
        codes = [b"[" if o else b"]" if c else bytes.fromhex(_even(h)) for h, o, c in _HEX.findall(inside)]
        if kind == b"char":
            for code, letter in zip(codes[::2], codes[1::2], strict=False):
                letters[code] = letter.decode("utf-16-be", "replace")
        else:
            _ranges(codes, letters)
        if len(letters) > _MOST_CODES:
            break
    return letters


def _ranges(codes: list[bytes], letters: dict[bytes, str]) -> None:
    place = 0
    while place + 2 < len(codes):
        low, high, first = codes[place : place + 3]
        place += 3
        span = range(int.from_bytes(low, "big"), min(int.from_bytes(high, "big") + 1, _MOST_CODES))
        if first == b"[":
            for number in span:
                if place < len(codes) and codes[place] != b"]":
                    letters.setdefault(
                        number.to_bytes(len(low), "big"), codes[place].decode("utf-16-be", "replace")
                    )
                    place += 1
            place += place < len(codes) and codes[place] == b"]"
            continue
        start = int.from_bytes(first[-2:], "big")
        for step, number in enumerate(span):
            if len(letters) > _MOST_CODES or start + step > 0xFFFF:
                return
            unit = first[:-2] + (start + step).to_bytes(2, "big")
            letters.setdefault(number.to_bytes(len(low), "big"), unit.decode("utf-16-be", "replace"))


def _even(digits: bytes) -> str:
    plain = b"".join(digits.split()).decode("ascii")
    return plain + "0" * (len(plain) % 2)


def _drawn(content: bytes, fonts: dict[bytes, Letters | None]) -> str:
    pieces: list[str] = []
    letters: Letters | None = {}
    for match in _SHOWN.finditer(content):
        token = match.group()
        if match.group(1) is not None:
            letters = fonts.get(match.group(1), {})
        elif token.startswith(b"("):
            pieces.append(_lettered(_ESCAPED.sub(_unescaped, token[1:-1]), letters))
        elif token.startswith(b"<"):
            pieces.append(_lettered(bytes.fromhex(_even(token[1:-1])), letters))
        else:
            pieces.append("\n")
    return "".join(pieces)


def _unescaped(match: re.Match[bytes]) -> bytes:
    what = match.group(1)
    if what.isdigit():
        return bytes([int(what, 8) & 0xFF])
    return _PLAIN.get(what, b"" if what.endswith(b"\n") else what)


def _lettered(code: bytes, letters: Letters | None) -> str:
    """The letters of a shown string by its font's map, of two bytes or one; of a font without a map as Latin."""
    if letters is None:
        return ""
    if not letters:
        return (
            code.decode("cp1252", "replace")
            if all(byte >= 0x20 or byte in b"\r\n\t" for byte in code)
            else ""
        )
    width = max(len(each) for each in letters)
    return "".join(letters.get(code[place : place + width], "") for place in range(0, len(code), width))
