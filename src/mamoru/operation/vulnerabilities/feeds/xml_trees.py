"""A large XML file read entry by entry, each as a small tree, with bounds.

A document that declares text or attributes of its own is refused, and with it every entity that could
grow; one that names outer parts is read as long as it takes none in. Nothing outside is ever fetched.
"""

from collections.abc import Iterator
from xml.parsers import expat

from mamoru.errors import FormatError
from mamoru.operation.vulnerabilities.record import Skipped

MOST_DEPTH = 64
MOST_NODES = 20_000
MOST_TEXT = 1 << 18
_PIECE = 1 << 16


class Node:
    """An element: its name without prefix, attributes, text of its own, children, and the line of its entry."""

    __slots__ = ("attributes", "children", "line", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str], line: int) -> None:
        self.name, self.attributes, self.line = name, attributes, line
        self.text = ""
        self.children: list[Node] = []

    def of(self, name: str) -> list["Node"]:
        """The children of that name."""
        return [child for child in self.children if child.name == name]

    def first(self, *path: str) -> "Node | None":
        """The first element at the end of `path`, None where there is none."""
        here: Node | None = self
        for name in path:
            here = next((child for child in here.children if child.name == name), None) if here else None
        return here

    def words(self, *path: str) -> str:
        """The text of the first element at the end of `path`, spaces made single; "" where none is."""
        found = self.first(*path)
        return " ".join(found.text.split()) if found else ""


def trees(data: bytes, *names: str) -> Iterator[Node | Skipped]:
    """Each element called one of `names`, outermost, when it ends; one that is too large is `Skipped`.

    Where the document breaks off or is damaged after some elements, what follows is `Skipped`. Raises
    `FormatError` where it is no XML from the start, or holds what is refused.
    """
    reader, given = _Reader(names), False
    for start in range(0, max(len(data), 1), _PIECE):
        damage = None
        try:
            reader.feed(data[start : start + _PIECE], last=start + _PIECE >= len(data))
        except FormatError as error:
            damage = error
        given = given or bool(reader.ended)
        yield from reader.ended
        reader.ended.clear()
        if damage is not None:
            if not given:
                raise damage
            yield Skipped(where=f"from byte {damage.offset} on", why=damage.why)
            return


class _Reader:
    def __init__(self, names: tuple[str, ...]) -> None:
        self._names, self._depth, self._count, self._length = names, 0, 0, 0
        self.ended: list[Node | Skipped] = []
        self._open: list[Node] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.EntityDeclHandler = self._entity
        self._parser.AttlistDeclHandler = self._attributes
        self._parser.ExternalEntityRefHandler = self._outside

    def feed(self, piece: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as error:
            raise FormatError(self._parser.ErrorByteIndex, f"not readable as XML: {error}"[:200]) from None
        except (LookupError, ValueError) as error:  # an encoding that Python does not know or expat not take
            raise FormatError(0, f"not readable as XML: {error}"[:200]) from None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise FormatError(self._parser.CurrentByteIndex, "too deep")
        short = name.rpartition(":")[2]
        if self._open:
            self._count += 1
            node = Node(short, attributes, self._open[0].line)
            if self._count <= MOST_NODES:
                self._open[-1].children.append(node)
        elif short in self._names:
            self._count, self._length = 1, 0
            node = Node(short, attributes, self._parser.CurrentLineNumber)
        else:
            return
        self._open.append(node)

    def _end(self, _: str) -> None:
        self._depth -= 1
        if not self._open:
            return
        node = self._open.pop()
        if not self._open:
            large = self._count > MOST_NODES or self._length > MOST_TEXT
            self.ended.append(
                Skipped(where=f"line {node.line}", why="the entry is too large") if large else node
            )

    def _characters(self, text: str) -> None:
        if self._open:
            self._length += len(text)
            if self._length <= MOST_TEXT:
                self._open[-1].text += text

    def _entity(self, name: str, parameter: int, value: str | None, *_: object) -> None:
        if value is not None or parameter:
            raise FormatError(self._parser.CurrentByteIndex, "a document that declares text is not read")

    def _attributes(self, *_: object) -> None:
        raise FormatError(self._parser.CurrentByteIndex, "a document that declares attributes is not read")

    def _outside(self, *_: object) -> int:
        raise FormatError(self._parser.CurrentByteIndex, "a part that lies in another file is not read")
