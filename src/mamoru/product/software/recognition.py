"""Recognise software: one signature in the bytes of a file, one pattern on a file's name."""

import re
from functools import cache
from typing import NamedTuple

from mamoru.product.software.model import FileName, Signature

BEFORE, AFTER = 256, 640  # bytes around an anchor in which its pattern may match
_REPAIRED = re.compile(r"-[0-9a-f]{8}(?=\.|-\d)")  # the digest that wheel repair puts into a library's name


class Sighting(NamedTuple):
    """A signature that was found: the raw version if it tells one, what says so, and where."""

    version: str | None
    value: str
    offset: int


def found(signature: Signature, data: bytes) -> Sighting | None:
    """The first place in `data` where `signature` holds; its file name is not looked at."""
    if not signature.anchor or signature.anywhere:
        if signature.anchor.encode("latin-1") not in data:
            return None
        match = bytes_pattern(signature.pattern).search(data)
        return None if match is None else _sighting(match, 0)
    anchor = signature.anchor.encode("latin-1")
    at = data.find(anchor)
    while at >= 0:
        if seen := found_at(signature, data, at):
            return seen
        at = data.find(anchor, at + 1)
    return None


def found_at(signature: Signature, data: bytes, at: int) -> Sighting | None:
    """The match of `signature` that holds the anchor at offset `at`."""
    start = max(0, at - BEFORE)
    window = data[start : at + AFTER]
    end = at - start + len(signature.anchor)
    for match in bytes_pattern(signature.pattern).finditer(window):
        if match.start() <= at - start and end <= match.end():
            return _sighting(match, start)
    return None


def all_found(signature: Signature, data: bytes, *, most: int = 64) -> list[Sighting]:
    """Every match of `signature`'s pattern in the whole of `data`, at most `most`."""
    seen = []
    for match in bytes_pattern(signature.pattern).finditer(data):
        seen.append(_sighting(match, 0))
        if len(seen) >= most:
            break
    return seen


def holds(signature: Signature, data: bytes) -> bool:
    """Whether `data` has what `signature` requires and nothing that it excludes."""
    return all(text.encode("latin-1") in data for text in signature.requires) and not any(
        text.encode("latin-1") in data for text in signature.unless
    )


def file_version(name: FileName, path: str) -> str | None:
    """The raw version that `path` tells; empty where it names the product alone, None where not."""
    shown = path if name.name.startswith("/") else _REPAIRED.sub("", path.rpartition("/")[2])
    match = text_pattern(name.name).fullmatch(shown)
    if match is None:
        return None
    groups = match.groupdict()
    if name.version is not None:
        return name.version.format(**groups)
    return groups.get("version") or ""


def named(file: str, path: str) -> bool:
    """Whether the base name of `path` is one of `file`."""
    return text_pattern(file).fullmatch(_REPAIRED.sub("", path.rpartition("/")[2])) is not None


@cache
def bytes_pattern(pattern: str) -> re.Pattern[bytes]:
    """`pattern`, compiled for bytes."""
    return re.compile(pattern.encode("latin-1"))


@cache
def text_pattern(pattern: str) -> re.Pattern[str]:
    """`pattern`, compiled for text."""
    return re.compile(pattern)


def _sighting(match: re.Match[bytes], base: int) -> Sighting:
    version = match.groupdict().get("version")
    value = re.sub(rb"[^\x20-\x7e]+", b" ", match.group()[:200]).strip().decode("ascii")
    return Sighting(None if version is None else version.decode("latin-1"), value, base + match.start())
