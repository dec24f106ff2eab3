"""A file of many JSON objects taken one by one, so that a bad one costs only itself."""

from collections.abc import Iterator
from typing import TypeVar

import msgspec

from mamoru.errors import FormatError
from mamoru.operation.vulnerabilities.feeds.feed import FeedFile
from mamoru.operation.vulnerabilities.feeds.opening import lines, whole
from mamoru.operation.vulnerabilities.record import Skipped

T = TypeVar("T")
_MOST_WHY = 200
_UNREADABLE = (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError)


def decoded(data: bytes | msgspec.Raw, shape: type[T]) -> T:
    """`data` as JSON of that `shape`; raises `FormatError`."""
    try:
        return msgspec.json.decode(data, type=shape)
    except _UNREADABLE as error:
        raise FormatError(0, f"not readable as JSON: {error}"[:_MOST_WHY]) from None


def entries(
    file: FeedFile, shape: type[T], *, within: str | None = None
) -> Iterator[tuple[str, T] | Skipped]:
    """The objects of `file`, each with its place; one that is not of the `shape` is `Skipped`.

    The file holds one object a line, an array of objects, or an object whose member `within` is that
    array (or whose members are the objects). Raises `FormatError` where not one object can be read.
    """
    head = file.head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"["):
        yield from read(members(decoded(whole(file), list[msgspec.Raw])), shape)
    elif within is not None and f'"{within}"'.encode() in head:
        found = decoded(whole(file), dict[str, msgspec.Raw]).get(within)
        if found is None:
            raise FormatError(0, f"there is no member {within}")
        yield from read(members(decoded(found, list[msgspec.Raw])), shape)
    else:
        yield from _by_line(file, shape)


def members(items: list[msgspec.Raw]) -> Iterator[tuple[str, msgspec.Raw]]:
    """The items of an array with their places."""
    return ((f"entry {number}", item) for number, item in enumerate(items, 1))


def read(items: Iterator[tuple[str, msgspec.Raw]], shape: type[T]) -> Iterator[tuple[str, T] | Skipped]:
    """Each item of the `shape` with its place, or why it is none."""
    for place, item in items:
        try:
            yield place, decoded(item, shape)
        except FormatError as error:
            yield Skipped(where=place, why=error.why)


def _by_line(file: FeedFile, shape: type[T]) -> Iterator[tuple[str, T] | Skipped]:
    decoder = msgspec.json.Decoder(shape)
    good = bad = 0
    for number, line in lines(file):
        try:
            found = decoder.decode(line)
        except _UNREADABLE as error:
            bad += 1
            yield Skipped(where=f"line {number}", why=f"not readable: {error}"[:_MOST_WHY])
        else:
            good += 1
            yield f"line {number}", found
    if bad and not good:
        raise FormatError(0, "not one line is readable")
