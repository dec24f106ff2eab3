"""Look into every file of a tree: here, or where there is much to look at, shared with a second process."""

from collections.abc import Callable, Iterator, Sequence

import msgspec

from mamoru.verification.firmware.components import sharing
from mamoru.verification.firmware.components.known_files import KnownFiles, packed, unpacked
from mamoru.verification.firmware.components.scanner import is_binary
from mamoru.verification.firmware.components.sighting import Sighted
from mamoru.verification.firmware.image import Entry, FileTree

LARGEST_FILE = 64 << 20
WORTH_SHARING = 24 << 20  # bytes; a fork and its first touch of the tables cost as much as 2 MiB
_LARGEST_SHARED = 8 << 20  # a larger file is looked at here, so that two of them never lie in memory
_SMALLEST_FILE = 64

Looked = Callable[[int], None]
"""Called with the size of each file that was looked at."""


def sightings(
    tree: FileTree, known: KnownFiles, looked: Looked, *, share: bool
) -> Iterator[tuple[Entry, Sequence[Sighted]]]:
    """Every file of `tree` by path, with what is inside it. `share` where this process may be forked."""
    common = [e for e in tree.files if _SMALLEST_FILE <= e.size <= _LARGEST_SHARED]
    there: dict[str, bytes] = {}
    if share and sum(entry.size for entry in common) >= WORTH_SHARING:
        there = _shared(tree, common, known, looked)
    for entry in tree.files:
        if (told := there.get(entry.path)) is not None:
            yield entry, unpacked(told, entry.path, tree.container)
        else:
            looked(entry.size)
            yield entry, _inside(tree, entry, known)


def _inside(tree: FileTree, entry: Entry, known: KnownFiles) -> Sequence[Sighted]:
    if entry.size < _SMALLEST_FILE:
        return ()
    data = tree.read(entry, most=LARGEST_FILE)
    return known.scanned(data, entry.path, tree.container) if is_binary(data) else ()


def _shared(tree: FileTree, entries: list[Entry], known: KnownFiles, looked: Looked) -> dict[str, bytes]:
    """What is inside each of `entries`, by path, looked for by two processes."""
    heavy_first = sorted(entries, key=lambda entry: -entry.size)
    count = min(sharing.MOST_PIECES, len(heavy_first))
    pieces = [heavy_first[number::count] for number in range(count)]
    other = None

    def answer(number: int, by: KnownFiles) -> bytes:
        return msgspec.msgpack.encode([packed(_inside(tree, entry, by)) for entry in pieces[number]])

    def here(number: int) -> bytes:
        looked(sum(entry.size for entry in pieces[number]))
        return answer(number, known)

    def there(number: int) -> bytes:
        nonlocal other
        other = other or known.another()
        return answer(number, other)

    answers, news = sharing.shared(count, here, there, lambda: other.news() if other else b"")
    known.take(news)
    return {
        entry.path: told
        for piece, body in zip(pieces, answers, strict=True)
        for entry, told in zip(piece, msgspec.msgpack.decode(body, type=list[bytes]), strict=True)
    }
