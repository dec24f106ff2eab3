"""Which files of an image came, went or changed: contents, kind, permissions, owner, where a link leads."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

import msgspec

from mamoru.verification.firmware.image import Entry, EntryKind, FileTree, OpenedImage


class FileAspect(StrEnum):
    """What of a file changed."""

    CONTENTS = "contents"
    KIND = "kind"
    MODE = "mode"
    OWNER = "owner"
    TARGET = "target"


class FileState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A file as one image has it: `mode` in octal, `sha256` of its contents where those were kept,
    `target` of a link."""

    kind: EntryKind
    mode: str
    uid: int
    gid: int
    size: int
    sha256: str | None = None
    target: str | None = None


class FileChange(msgspec.Struct, frozen=True, kw_only=True):
    """One path in one file tree (`container` is its part). Not in the old image: it is new; not in
    the new one: it is gone; in both: `aspects` changed."""

    path: str
    container: str
    old: FileState | None
    new: FileState | None
    aspects: tuple[FileAspect, ...]


class FileChanges(msgspec.Struct, frozen=True, kw_only=True):
    """All of them by path. `not_compared` counts files of equal size whose contents were not kept."""

    new: tuple[FileChange, ...]
    gone: tuple[FileChange, ...]
    changed: tuple[FileChange, ...]
    not_compared: int


def file_changes(old: OpenedImage, new: OpenedImage) -> FileChanges:
    """What changed from `old` to `new`: root file systems compared in their order, other trees by the
    name of their part; a tree that only one image has is all new or all gone."""
    blind: list[str] = []
    every = [change for pair in _pairs(old, new) for change in _tree_changes(*pair, blind)]
    return FileChanges(
        new=tuple(change for change in every if change.old is None),
        gone=tuple(change for change in every if change.new is None),
        changed=tuple(change for change in every if change.old and change.new),
        not_compared=len(blind),
    )


def _pairs(old: OpenedImage, new: OpenedImage) -> Iterator[tuple[FileTree | None, FileTree | None]]:
    before, after = _keyed(old.trees), _keyed(new.trees)
    for key in before | after:
        yield before.get(key), after.get(key)


def _keyed(trees: Iterable[FileTree]) -> dict[tuple[bool, str], FileTree]:
    keyed: dict[tuple[bool, str], FileTree] = {}
    for tree in trees:
        keyed[tree.root, str(len(keyed)) if tree.root else tree.container] = tree
    return keyed


def _tree_changes(old: FileTree | None, new: FileTree | None, blind: list[str]) -> Iterator[FileChange]:
    before = {entry.path: entry for entry in old} if old else {}
    after = {entry.path: entry for entry in new} if new else {}
    container = new.container if new else old.container if old else ""
    for path in sorted(before.keys() | after.keys()):
        was, now = _state(old, before.get(path)), _state(new, after.get(path))
        aspects = tuple(_aspects(was, now, path, blind)) if was and now else ()
        if aspects or was is None or now is None:
            yield FileChange(path=path, container=container, old=was, new=now, aspects=aspects)


def _state(tree: FileTree | None, entry: Entry | None) -> FileState | None:
    if tree is None or entry is None:
        return None
    return FileState(
        kind=entry.kind,
        mode=f"{entry.mode:04o}",
        uid=entry.uid,
        gid=entry.gid,
        size=entry.size,
        sha256=tree.sha256(entry) if entry.kind is EntryKind.FILE else None,
        target=entry.target,
    )


def _aspects(old: FileState, new: FileState, path: str, blind: list[str]) -> Iterator[FileAspect]:
    if old.kind is not new.kind:
        yield FileAspect.KIND
    elif old.kind is EntryKind.FILE:
        if old.size != new.size or (old.sha256 and new.sha256 and old.sha256 != new.sha256):
            yield FileAspect.CONTENTS
        elif old.size and None in (old.sha256, new.sha256):
            blind.append(path)
    if old.mode != new.mode:
        yield FileAspect.MODE
    if (old.uid, old.gid) != (new.uid, new.gid):
        yield FileAspect.OWNER
    if old.kind is new.kind and old.target != new.target:
        yield FileAspect.TARGET
