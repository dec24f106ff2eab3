"""What of an image was looked at: the share of its bytes that is accounted for, and what was out of sight.

Accounted for is what a reader opened or what is understood by name, padding included; bytes that nobody
could open are not, unless they are code in which a component was recognised. Of an image in which nothing
was recognised at all, nothing was looked at.
"""

from collections.abc import Iterator

from mamoru.language import Text
from mamoru.looked import Looked, Seen, Share
from mamoru.verification.firmware.image import NO_PROGRAM, NOTHING, SHAPELESS, Gap, Index

CLOSED = Text("{place} @{offset}（{n:,} バイト）: {why}", "{place} @{offset} ({n:,} bytes): {why}")


def looked_of(index: Index) -> Looked:
    """What of the image was looked at: bytes first, then parts."""
    if not index.recognised:
        return Looked(
            shares=(Share(what=Seen.BYTES, asked=index.bytes, answered=0),),
            unseen=tuple(dict.fromkeys((NOTHING, *_unseen(index)))),
        )
    shut = {gap.container for gap in index.gaps if gap.serious}
    parts = [part for part in index.parts if part.format not in SHAPELESS]
    bytes_seen = index.bytes - min(_closed_bytes(index), index.bytes)
    seen = sum(part.name not in shut for part in parts)
    if not (seen or index.components or any(tree.entries for tree in index.trees)):
        bytes_seen = 0  # known by name, and nothing of it was read
    share = Share(what=Seen.PARTS, asked=len(parts), answered=seen)
    if any(part.format == "folder" for part in parts):
        files = sum(len(tree.entries) for tree in index.trees)
        return Looked(
            shares=(Share(what=Seen.FILES, asked=files, answered=files), share), unseen=_unseen(index)
        )
    return Looked(
        shares=(Share(what=Seen.BYTES, asked=index.bytes, answered=bytes_seen), share), unseen=_unseen(index)
    )


def _unseen(index: Index) -> tuple[Text, ...]:
    inert = (NO_PROGRAM,) if index.inert and index.recognised else ()
    return tuple(dict.fromkeys((*inert, *(closed(index, gap) for gap in index.gaps if gap.serious))))


def closed(index: Index, gap: Gap) -> Text:
    """A gap in words: where it lies, how long it is, why."""
    place = gap.container or index.path.rpartition("/")[2]
    return CLOSED.fill(place=place, offset=f"{gap.offset:#x}", n=gap.bytes, why=gap.why)


def _closed_bytes(index: Index) -> int:
    """The bytes of the image that nobody could open: of a part within others, at most the bytes that the
    outermost takes of the image."""
    numbers = {part.name: number for number, part in enumerate(index.parts)}
    most: dict[int, int] = {}
    total = 0
    for size, outermost in _stretches(index, numbers):
        if outermost is None:
            total += size
        else:
            most[outermost] = min(most.get(outermost, 0) + size, index.parts[outermost].bytes)
    return total + sum(most.values())


def _stretches(index: Index, numbers: dict[str, int]) -> Iterator[tuple[int, int | None]]:
    """How many bytes each gap takes, and the outermost part that it lies in."""
    named = {place.container for component in index.components for place in component.occurrences}
    spoken = {(p.parent, p.offset) for p in index.parts if p.name in named}
    for gap in index.gaps:
        number = None if gap.container is None else numbers.get(gap.container)
        if not gap.serious and (gap.container in named or (number, gap.offset) in spoken):
            continue  # code that names its components was looked through
        size = gap.bytes
        while number is not None and (parent := index.parts[number].parent) is not None:
            own, outer = index.parts[number].bytes, index.parts[parent].bytes
            size = min(size, own)
            if own > outer:  # compressed: of the outer bytes as large a share
                size = -(-size * outer // own)
            number = parent
        yield size, number
