"""Parts, trees and gaps while an image is being opened, and their names once all is known."""

from collections import Counter
from dataclasses import dataclass, field

from mamoru.language import Text
from mamoru.verification.firmware.image import Blob, Environment, Gap, Index, Part, Seal
from mamoru.verification.firmware.opening.trees import TreeBuilder
from mamoru.verification.firmware.reading.reader import Variables

ROOT = "rootfs"


@dataclass(eq=False)
class Draft:
    """A part that has no final name yet."""

    label: str
    format: str
    offset: int
    size: int
    parent: "Draft | None" = None
    blob: Blob | None = None
    note: Text | None = None
    seal: Seal | None = None


@dataclass
class Drafts:
    """All that was found so far."""

    parts: list[Draft] = field(default_factory=list)
    trees: list[tuple[Draft, TreeBuilder]] = field(default_factory=list)
    gaps: list[tuple[Draft | None, Gap]] = field(default_factory=list)
    environments: list[tuple[Draft, Variables]] = field(default_factory=list)

    def gap(
        self,
        inside: Draft | None,
        start: int,
        size: int,
        why: Text,
        *,
        serious: bool = True,
        entropy: float | None = None,
        instead: Text | None = None,
    ) -> None:
        """Record bytes that could not be opened: `start` counts in `inside`, or in the image."""
        gap = Gap(offset=start, bytes=size, why=why, serious=serious, entropy=entropy, instead=instead)
        self.gaps.append((inside, gap))

    def index(self, *, path: str, sha256: str, size: int) -> Index:
        """Everything as a value, each part with a name of its own: `rootfs`, `rootfs-2`."""
        for draft, tree in self.trees:
            if tree.looks_like_a_root():
                draft.label = ROOT
        self.parts = _in_order(self.parts)
        names = _names(self.parts)
        numbers = {draft: number for number, draft in enumerate(self.parts)}
        return Index(
            path=path,
            sha256=sha256,
            bytes=size,
            parts=tuple(
                Part(
                    name=names[draft],
                    format=draft.format,
                    offset=draft.offset,
                    bytes=draft.size,
                    parent=None if draft.parent is None else numbers[draft.parent],
                    blob=draft.blob,
                    note=draft.note,
                    seal=draft.seal,
                )
                for draft in self.parts
            ),
            trees=tuple(tree.tree(names[draft]) for draft, tree in self.trees),
            gaps=tuple(
                Gap(
                    offset=gap.offset,
                    bytes=gap.bytes,
                    why=gap.why,
                    serious=gap.serious,
                    entropy=gap.entropy,
                    container=None if inside is None else names[inside],
                    instead=gap.instead,
                )
                for inside, gap in self.gaps
            ),
            environments=tuple(
                Environment(
                    container=names[draft],
                    offset=draft.offset,
                    variables=variables.values,
                    checksum_good=variables.checksum_good,
                )
                for draft, variables in self.environments
            ),
        )


def _names(parts: list[Draft]) -> dict[Draft, str]:
    """A name for each, numbered from the second of a label on."""
    names, counts = {}, Counter[str]()
    for draft in parts:
        counts[draft.label] += 1
        number = counts[draft.label]
        names[draft] = draft.label if number == 1 else f"{draft.label}-{number}"
    return names


def _in_order(parts: list[Draft]) -> list[Draft]:
    """By offset, what lies inside a part right after it."""
    below: dict[Draft | None, list[Draft]] = {}
    for draft in parts:
        below.setdefault(draft.parent, []).append(draft)
    ordered, todo = [], sorted(below.get(None, ()), key=_offset, reverse=True)
    while todo:
        draft = todo.pop()
        ordered.append(draft)
        todo.extend(sorted(below.get(draft, ()), key=_offset, reverse=True))
    return ordered


def _offset(draft: Draft) -> int:
    return draft.offset
