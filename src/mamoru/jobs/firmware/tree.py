"""What was found where in an image: the parts within each other, their files, what stayed unopened."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

import msgspec

from mamoru.assessment.report.model import Unopened
from mamoru.jobs.check.view import unopened
from mamoru.jobs.tool import TOOL
from mamoru.language import Text
from mamoru.looked import Looked
from mamoru.verification.firmware.facts.environments import shown_variables
from mamoru.verification.firmware.image import Entry, EntryKind, Index, Tree
from mamoru.verification.firmware.looked import looked_of


class FileOutline(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry of a file tree: `mode` its permission bits in octal (`4755`), `target` where a link
    leads, `stored_as` the name in the image where that was not a plain path."""

    path: str
    kind: EntryKind
    mode: str
    uid: int
    gid: int
    size: int
    target: str | None = None
    stored_as: str | None = None


class PartOutline(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One part: `offset` counts in the part that it lies in. `files` are there where the part is a
    file tree, `root` where that is a device's root file system, `variables` where it is a boot
    loader's environment (secrets redacted)."""

    name: str
    format: str
    offset: int
    bytes: int
    note: Text | None = None
    root: bool = False
    files: tuple[FileOutline, ...] | None = None
    variables: dict[str, str] | None = None
    parts: tuple["PartOutline", ...] = ()


class ImageOutline(msgspec.Struct, frozen=True, kw_only=True):
    """The image itself, and what of it was looked at; `files` counts the regular files of all its trees."""

    path: str
    sha256: str
    bytes: int
    files: int
    looked: Looked


class Outline(msgspec.Struct, frozen=True, kw_only=True):
    """`mamoru firmware tree --format json`. `unopened` lists every stretch that nobody could open;
    its `container` names the part that the offset counts in, none the image itself."""

    schema: Literal["mamoru/firmware-tree/1"]
    tool: str
    image: ImageOutline
    parts: tuple[PartOutline, ...]
    unopened: tuple[Unopened, ...]
    looked: Looked


def outline(index: Index) -> Outline:
    """The outline of an opened image, parts in the order of their offsets, files by path."""
    return Outline(
        schema="mamoru/firmware-tree/1",
        tool=TOOL,
        image=image_outline(index),
        parts=_parts(index),
        unopened=tuple(unopened(gap) for gap in index.gaps),
        looked=looked_of(index),
    )


def image_outline(index: Index) -> ImageOutline:
    """What an image is, in one line."""
    return ImageOutline(
        path=Path(index.path).as_posix(),
        sha256=index.sha256,
        bytes=index.bytes,
        files=sum(entry.kind is EntryKind.FILE for tree in index.trees for entry in tree.entries),
        looked=looked_of(index),
    )


def file_outline(entry: Entry) -> FileOutline:
    """One entry as it is told."""
    return FileOutline(
        path=entry.path,
        kind=entry.kind,
        mode=f"{entry.mode:04o}",
        uid=entry.uid,
        gid=entry.gid,
        size=entry.size,
        target=entry.target,
        stored_as=entry.hostile,
    )


def _parts(index: Index) -> tuple[PartOutline, ...]:
    """The parts of the top level with all that lies in them. A part always stands behind the one that
    it lies in, so the innermost are made first."""
    trees = {tree.container: tree for tree in index.trees}
    environments = {each.container: each for each in index.environments}
    below: dict[int | None, list[PartOutline]] = {}
    for number, part in reversed(tuple(enumerate(index.parts))):
        tree, environment = trees.get(part.name), environments.get(part.name)
        made = PartOutline(
            name=part.name,
            format=part.format,
            offset=part.offset,
            bytes=part.bytes,
            note=part.note,
            root=tree is not None and tree.root,
            files=_files(tree) if tree is not None else None,
            variables=shown_variables(environment) if environment is not None else None,
            parts=_ordered(below.pop(number, ())),
        )
        below.setdefault(part.parent, []).append(made)
    return _ordered(below.pop(None, ()))


def _files(tree: Tree) -> tuple[FileOutline, ...]:
    return tuple(file_outline(entry) for entry in sorted(tree.entries, key=lambda entry: entry.path))


def _ordered(parts: Iterable[PartOutline]) -> tuple[PartOutline, ...]:
    return tuple(sorted(parts, key=lambda part: (part.offset, part.name)))
