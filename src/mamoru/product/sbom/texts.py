"""Foreign text taken apart with bounds, and the line of what is found: JSON, YAML and XML."""

from collections.abc import Iterator
from typing import TypeVar
from xml.parsers import expat

import msgspec

from mamoru.errors import FormatError
from mamoru.product.problems import Full, Problems
from mamoru.product.yaml_text import Plain, plain

T = TypeVar("T")
MOST_DEPTH = 64
MOST_ELEMENTS = 1_000_000
MOST_ELEMENT_TEXT = 1 << 16


class Lines:
    """The line of an offset, counted once over a text that is read from front to back."""

    def __init__(self, data: bytes) -> None:
        self._data, self._offset, self._line = data, 0, 1

    def at(self, offset: int) -> int:
        """The line (from 1) of byte `offset`."""
        if offset < self._offset:
            self._offset, self._line = 0, 1
        self._line += self._data.count(b"\n", self._offset, offset)
        self._offset = offset
        return self._line


def members(data: bytes) -> dict[str, bytes]:
    """The members of a JSON object, each value as it is written; raises `FormatError`."""
    return {name: bytes(raw) for name, raw in _decoded(data, dict[str, msgspec.Raw]).items()}


def items(data: bytes, written: bytes) -> Iterator[tuple[int, dict[str, object]]]:
    """The objects of a JSON array `written`, each with its offset in `data`, in which it stands; what
    is no object is passed over. Raises `FormatError`."""
    at = max(data.find(written), 0)
    for raw in _decoded(written, list[msgspec.Raw]):
        piece = bytes(raw)
        at = max(data.find(piece, at), at)
        if piece.startswith(b"{"):
            yield at, _decoded(piece, dict[str, object])
        at += len(piece)


def count_of_others(written: bytes) -> int:
    """How many entries of a JSON array are no objects, which `items` passes over."""
    return sum(not bytes(raw).startswith(b"{") for raw in _decoded(written, list[msgspec.Raw]))


def value(written: bytes) -> object:
    """A JSON value; raises `FormatError`."""
    found: object = _decoded(written, object)
    return found


def objects(found: object) -> list[dict[str, object]]:
    """The objects of a decoded array; empty where it is none."""
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def strays(found: object) -> int:
    """How many entries of a decoded array are no objects; an array that is none is one."""
    if found is None:
        return 0
    return len(found) - len(objects(found)) if isinstance(found, list) else 1


def texts(found: object) -> list[str]:
    """The texts of a decoded array; empty where it is none."""
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


def inside(found: object) -> dict[str, object]:
    """A decoded object; empty where it is none."""
    return found if isinstance(found, dict) else {}


def _decoded(data: bytes, wanted: type[T]) -> T:
    try:
        return msgspec.json.decode(data, type=wanted)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError) as error:
        raise FormatError(0, f"not readable as JSON: {error}"[:200]) from error


def yaml_fields(data: bytes) -> tuple[dict[str, Plain], dict[str, int]]:
    """The fields of a YAML document as text, and the line of each by its path (`a.b[0]`).

    Without aliases and tags, at most 1 MB, as our own files. Raises `FormatError`.
    """
    problems = Problems("")
    try:
        read = plain(data, problems)
    except (Full, RecursionError) as error:
        raise FormatError(0, "not readable as YAML") from error
    if read is None:
        raise FormatError(0, problems.found[0].message.en if problems.found else "not readable as YAML")
    return read


class Element:
    """An XML element: its name without namespace, attributes, line, and once it ends its text."""

    def __init__(self, name: str, attributes: dict[str, str], line: int, above: "Element | None") -> None:
        self.name, self.attributes, self.line, self.above = name, attributes, line, above
        self.text = ""
        self.depth: int = 0 if above is None else above.depth + 1

    def within(self, *names: str) -> bool:
        """Whether the elements above are called `names`, the nearest last."""
        here = self.above
        for name in reversed(names):
            if here is None or here.name != name:
                return False
            here = here.above
        return True


def xml_elements(data: bytes) -> Iterator[Element]:
    """Each element of an XML document when it ends, so the inner before the outer.

    A document type is refused, and with it every entity. Raises `FormatError`.
    """
    ended: list[Element] = []
    reader = _XmlReader(ended)
    for start in range(0, max(len(data), 1), MOST_ELEMENT_TEXT):
        reader.feed(data[start : start + MOST_ELEMENT_TEXT], last=start + MOST_ELEMENT_TEXT >= len(data))
        yield from ended
        ended.clear()


class _XmlReader:
    """Feeds expat and keeps the elements that are open."""

    def __init__(self, ended: list[Element]) -> None:
        self._ended, self._count = ended, 0
        self._open: Element | None = None
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, piece: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as error:
            raise FormatError(self._parser.ErrorByteIndex, f"not readable as XML: {error}"[:200]) from error
        except (LookupError, ValueError) as error:  # an encoding that Python does not know or expat not take
            raise FormatError(0, f"not readable as XML: {error}"[:200]) from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        element = Element(name.rpartition(":")[2], attributes, self._parser.CurrentLineNumber, self._open)
        if element.depth > MOST_DEPTH or self._count > MOST_ELEMENTS:
            raise FormatError(self._parser.CurrentByteIndex, "too deep or too many elements")
        self._open = element

    def _end(self, name: str) -> None:
        element = self._open
        if element is not None:
            self._open = element.above
            self._ended.append(element)

    def _characters(self, text: str) -> None:
        if self._open is not None and len(self._open.text) < MOST_ELEMENT_TEXT:
            self._open.text += text

    def _doctype(self, *_: object) -> None:
        raise FormatError(self._parser.CurrentByteIndex, "a document type is not read")
