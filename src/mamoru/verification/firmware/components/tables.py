"""All known software, arranged so that the bytes and the name of a file are each looked at once."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Generic, NamedTuple, TypeVar

import ahocorasick_rs

from mamoru.product.software import FileName, Signature, Software, known_software
from mamoru.product.software.recognition import file_version, named
from mamoru.verification.firmware.components.build_notes import NOTE_ANCHOR, package_notes
from mamoru.verification.firmware.components.packages import inside
from mamoru.verification.firmware.components.packages.databases import Reading

_TOKEN = re.compile(r"\\.|\[[^\]]*\]")  # what is no structure of a pattern: escapes and classes
_PLAIN = re.compile(r"[\w/-]*")
_REPAIRED = re.compile(r"-[0-9a-f]{8}(?=\.|-\d)")

T = TypeVar("T")


class _ByStart(Generic[T]):
    """Things that file names lead to, by the letters with which their patterns must begin: no pattern
    is tried, or even compiled, for a name that begins otherwise."""

    def __init__(self, things: Iterable[T], pattern_of: Callable[[T], str]) -> None:
        self._by_length: dict[int, dict[str, list[T]]] = {}
        for thing in things:
            for start in starts(pattern_of(thing)):
                self._by_length.setdefault(len(start), {}).setdefault(start, []).append(thing)

    def for_text(self, text: str) -> Iterator[T]:
        """What `text` could lead to; one thing may come twice."""
        for length, begun in self._by_length.items():
            yield from begun.get(text[:length], ())


def starts(pattern: str) -> frozenset[str]:
    """With one of which letters a match of `pattern` begins; an empty one where nothing is certain."""
    return frozenset(_certain(branch) for branch in _branches(pattern))


def _branches(pattern: str) -> Iterator[str]:
    """The alternatives of `pattern` at its top level."""
    depth, begin = 0, 0
    for at, kind in enumerate(_TOKEN.sub(lambda found: "_" * len(found.group()), pattern)):
        depth += (kind == "(") - (kind == ")")
        if kind == "|" and depth == 0:
            yield pattern[begin:at]
            begin = at + 1
    yield pattern[begin:]


def _certain(branch: str) -> str:
    letters = _PLAIN.match(branch)
    certain = letters.group() if letters else ""
    if branch[len(certain) : len(certain) + 1] in ("?", "*", "{"):
        certain = certain[:-1]  # the last letter need not be there
    return certain


class Tables(NamedTuple):
    """`automaton` finds every anchor; `inside` reads at the first of them what a build left there. `signatures` are those of
    each anchor, `unanchored` those that a file's name leads to, `names`, `paths` and `files` the
    patterns of file names."""

    automaton: ahocorasick_rs.BytesAhoCorasick
    inside: tuple[Reading, ...]
    signatures: tuple[tuple[tuple[Software, Signature], ...], ...]
    unanchored: tuple[tuple[Software, Signature], ...]
    names: "_ByStart[tuple[Software, FileName]]"
    paths: "_ByStart[tuple[Software, FileName]]"
    files: "_ByStart[str]"

    def told_by_name(self, shown: str) -> Iterator[tuple[Software, FileName, str]]:
        """The software whose own the file name `shown` is, the name that says so, and the raw version."""
        for software, name in self.names.for_text(_REPAIRED.sub("", shown)):
            version = file_version(name, shown)
            if version is not None:
                yield software, name, version

    def told_by_path(self, path: str) -> Iterator[tuple[Software, FileName, str]]:
        """The same for the whole path of a file."""
        for software, name in self.paths.for_text(path):
            version = file_version(name, path)
            if version is not None:
                yield software, name, version

    def owners(self, names: Iterable[str]) -> frozenset[str]:
        """The file patterns of signatures that one of `names` fulfils."""
        return frozenset(
            pattern
            for name in names
            for pattern in self.files.for_text(_REPAIRED.sub("", name))
            if named(pattern, name)
        )


@cache
def tables() -> Tables:
    """The tables of all known software, made once in a process."""
    read_inside = ((NOTE_ANCHOR, package_notes), *inside())
    anchors: dict[bytes, list[tuple[Software, Signature]]] = {anchor: [] for anchor, _ in read_inside}
    unanchored: list[tuple[Software, Signature]] = []
    names: list[tuple[Software, FileName]] = []
    paths: list[tuple[Software, FileName]] = []
    for software in known_software():
        for signature in software.signatures:
            if signature.anchor:
                anchors.setdefault(signature.anchor.encode("latin-1"), []).append((software, signature))
            else:
                unanchored.append((software, signature))
        for name in software.files:
            (paths if name.name.startswith("/") else names).append((software, name))
    return Tables(
        # the whole automaton as one table: some megabytes, and twice as fast as its sparse form
        ahocorasick_rs.BytesAhoCorasick(list(anchors), implementation=ahocorasick_rs.Implementation.DFA),
        tuple(reading for _, reading in read_inside),
        tuple(tuple(pairs) for pairs in anchors.values()),
        tuple(unanchored),
        _ByStart(names, lambda pair: pair[1].name),
        _ByStart(paths, lambda pair: pair[1].name),
        _ByStart(_owner_patterns(), str),
    )


@cache
def _owner_patterns() -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(s.file for software in known_software() for s in software.signatures if s.file)
    )
