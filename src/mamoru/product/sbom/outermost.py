"""The outermost of a document: its text in UTF-8, and the keys of a JSON object, wherever they stand."""

from typing import BinaryIO

import msgspec

_MARK = b"\xef\xbb\xbf"
_MOST_VALUE = 200


def in_utf8(data: bytes) -> bytes:
    """`data` without a byte-order mark, and in UTF-8 where the mark says UTF-16; else as it is."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").encode()
    return data.removeprefix(_MARK)


def beginning(file: BinaryIO, size: int) -> bytes:
    """The first `size` bytes of `file` as `in_utf8`; where they are blank, those after the blank ones."""
    head = in_utf8(file.read(size))
    while not head.strip() and (more := file.read(size)):
        head = more
    return head


def outermost(data: bytes) -> bytes:
    """The keys of the outermost JSON object, each with the beginning of its value, as a short object to be
    looked at instead of the document's first bytes; empty where it is no JSON object."""
    try:
        members = msgspec.json.decode(data, type=dict[str, msgspec.Raw])
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return b""
    shown = (msgspec.json.encode(key) + b": " + bytes(value)[:_MOST_VALUE] for key, value in members.items())
    return b"{" + b", ".join(shown) + b"}"
