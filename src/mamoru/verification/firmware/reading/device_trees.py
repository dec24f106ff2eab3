"""Flattened device trees as nodes and properties: the form of hardware descriptions and of FIT images.

Source: Devicetree Specification 0.4, chapter 5.
"""

from collections.abc import Iterator

import msgspec

from mamoru.errors import FormatError
from mamoru.verification.firmware.reading.reader import fields, span

MAGIC = b"\xd0\x0d\xfe\xed"
_BEGIN, _END_NODE, _PROPERTY, _NOTHING, _END = 1, 2, 3, 4, 9
_MOST = 256 << 20
_MOST_TOKENS = 200_000
_MOST_DEPTH = 64
_MOST_NAME = 256


class Property(msgspec.Struct, frozen=True):
    """A value and where it lies in the tree's bytes."""

    start: int
    value: memoryview

    @property
    def text(self) -> str:
        """The value as a text, without its final zero."""
        return bytes(self.value[:4096]).split(b"\0")[0].decode("utf-8", "replace")

    @property
    def number(self) -> int:
        """The value as one big-endian integer of four or eight bytes."""
        if len(self.value) not in (4, 8):
            raise FormatError(self.start, "a number of neither four nor eight bytes")
        return int.from_bytes(self.value, "big")


class Node(msgspec.Struct, frozen=True):
    """A node: its name, properties and nodes below."""

    name: str
    properties: dict[str, Property]
    nodes: list["Node"]

    def node(self, name: str) -> "Node | None":
        """The node below that is called `name`."""
        return next((node for node in self.nodes if node.name == name), None)

    def text(self, name: str) -> str:
        """The property `name` as text; empty where it is absent."""
        found = self.properties.get(name)
        return "" if found is None else found.text

    def beginning(self, *names: str) -> Iterator["Node"]:
        """The nodes below whose name, without number, is one of `names`: `hash`, `hash-1`, `hash@1`."""
        return (node for node in self.nodes if node.name.partition("@")[0].partition("-")[0] in names)


def size_of(view: memoryview) -> int | None:
    """`totalsize`, where the header is one of a tree."""
    size, structure, strings, reserved, version, compatible = fields(">IIIIII", view, 4)
    plausible = 40 <= reserved < structure < strings <= size <= _MOST and 2 <= compatible <= version <= 32
    return size if plausible else None


def tree(view: memoryview) -> Node:
    """The root node of the tree at the start of `view`; `FormatError` where it breaks."""
    _, size, position, strings = fields(">IIII", view, 0)
    view = view[:size]
    above: list[Node] = []
    for _ in range(_MOST_TOKENS):
        (token,) = fields(">I", view, position)
        position += 4
        if token == _BEGIN:
            name = _string(view, position)
            position += (len(name) + 4) & ~3
            node = Node(name.decode("ascii", "backslashreplace"), {}, [])
            if above:
                above[-1].nodes.append(node)
            above.append(node)
            if len(above) > _MOST_DEPTH:
                raise FormatError(position, "nodes nested too deeply")
        elif token == _PROPERTY and above:
            length, named = fields(">II", view, position)
            value = Property(position + 8, span(view, position + 8, length))
            name = _string(view, strings + named)
            above[-1].properties[name.decode("ascii", "backslashreplace")] = value
            position += 8 + ((length + 3) & ~3)
        elif token == _END_NODE and above:
            node = above.pop()
            if not above:
                return node
        elif token != _NOTHING:
            raise FormatError(
                position - 4, f"no such token: {token}" if token != _END else "ends within a node"
            )
    raise FormatError(position, "more tokens than a tree has")


def _string(view: memoryview, position: int) -> bytes:
    if not 0 <= position < len(view):
        raise FormatError(len(view), "a name outside the tree")
    found = bytes(view[position : position + _MOST_NAME])
    end = found.find(b"\0")
    if end < 0:
        raise FormatError(position, "a name without end")
    return found[:end]
