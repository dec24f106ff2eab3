"""Flattened device trees and FIT images, written from the specification."""

import hashlib
import struct
from collections.abc import Mapping
from typing import Union

Tree = Mapping[str, Union[bytes, int, str, "Tree"]]


def flattened(tree: Tree) -> bytes:
    """The tree as a file; a nested dictionary is a node, anything else a property."""
    strings: dict[str, int] = {}
    body = _node("", tree, strings) + struct.pack(">I", 9)
    texts = b"".join(name.encode() + b"\0" for name in strings)
    total = 56 + len(body) + len(texts)
    head = struct.pack(">10I", 0xD00DFEED, total, 56, 56 + len(body), 40, 17, 16, 0, len(texts), len(body))
    return head + bytes(16) + body + texts


def _node(name: str, tree: Tree, strings: dict[str, int]) -> bytes:
    out = struct.pack(">I", 1) + _padded(name.encode() + b"\0")
    nodes = b""
    for key, value in tree.items():
        if isinstance(value, Mapping):
            nodes += _node(key, value, strings)
            continue
        if isinstance(value, int):
            value = struct.pack(">I", value)
        elif isinstance(value, str):
            value = value.encode() + b"\0"
        at = strings.setdefault(key, sum(len(k) + 1 for k in strings))
        out += struct.pack(">III", 3, len(value), at) + _padded(value)
    return out + nodes + struct.pack(">I", 2)


def _padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % 4)


def fit(
    images: Mapping[str, tuple[str, bytes]], *, external: bool = False, more: Tree | None = None
) -> bytes:
    """A FIT of `images` (name: type, contents), each with its SHA-256; `more` properties and nodes go into
    the first image."""
    nodes: dict[str, dict[str, object]] = {}
    behind = b""
    for number, (name, (kind, content)) in enumerate(images.items()):
        node: dict[str, object] = {"type": kind, "compression": "none"}
        node |= {"data-offset": len(behind), "data-size": len(content)} if external else {"data": content}
        node["hash-1"] = {"algo": "sha256", "value": hashlib.sha256(content).digest()}
        behind += _padded(content)
        nodes[name] = node | (dict(more) if more and number == 0 else {})
    head = flattened({"description": "acme camera", "images": nodes, "configurations": {"default": "conf-1"}})
    return _padded(head) + behind if external else head
