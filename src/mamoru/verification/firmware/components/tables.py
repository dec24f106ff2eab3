"""All known software, arranged so that the bytes and the name of a file are each looked at once."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Generic, NamedTuple, TypeVar

import ahocorasick_rs

from mamoru.product.software import FileName, Signature, Software, known_software
from mamoru.product.software.recognition import file_version, named
from mamoru.verification.firmware.components.build_notes import NOTE_ANCHOR, package_notes
from mamoru.verification.firmware.components.packages import inside
from mamoru.verification.firmware.components.packages.databases import Reading

_GROUP = re.compile(r"\(\?P<\w+>")
_BUNCH = 16
_REPAIRED = re.compile(r"-[0-9a-f]{8}(?=\.|-\d)")

T = TypeVar("T")


class _Bunches(Generic[T]):
    """Things that file names lead to. One pattern for each bunch says whether any of it could match:
    most file names are nobody's."""

    def __init__(self, things: Sequence[T], pattern_of: Callable[[T], str]) -> None:
        bunches = [things[at : at + _BUNCH] for at in range(0, len(things), _BUNCH)]
        self._bunches = [(_any_of(map(pattern_of, bunch)), bunch) for bunch in bunches]

    def for_text(self, text: str) -> Iterator[T]:
        """What `text` could lead to."""
        for pattern, bunch in self._bunches:
            if pattern.fullmatch(text):
                yield from bunch


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{_GROUP.sub('(?:', pattern)})" for pattern in patterns))


class Tables(NamedTuple):
    """`automaton` finds every anchor; `inside` reads at the first of them what a build left there. `signatures` are those of
    each anchor, `unanchored` those that a file's name leads to, `names`, `paths` and `files` the
    patterns of file names, in bunches."""

    automaton: ahocorasick_rs.BytesAhoCorasick
    inside: tuple[Reading, ...]
    signatures: tuple[tuple[tuple[Software, Signature], ...], ...]
    unanchored: tuple[tuple[Software, Signature], ...]
    names: "_Bunches[tuple[Software, FileName]]"
    paths: "_Bunches[tuple[Software, FileName]]"
    files: "_Bunches[str]"

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
        _Bunches(names, lambda pair: pair[1].name),
        _Bunches(paths, lambda pair: pair[1].name),
        _Bunches(_owner_patterns(), str),
    )


@cache
def _owner_patterns() -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(s.file for software in known_software() for s in software.signatures if s.file)
    )
