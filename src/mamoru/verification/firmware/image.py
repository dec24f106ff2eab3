"""An opened image: its parts, file trees, gaps and contents, as values over one spool file.

Nothing of an image is ever written under its own name: all contents lie one after the other in a
single spool file in the work folder, and an index says what is where. So a path with `../`, a link
that points out or a device node is a record, never an act.
"""

import hashlib
import os
import posixpath
from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import msgspec

from mamoru.evidence import Location
from mamoru.language import Text
from mamoru.product import Component

_CHUNK = 1 << 20
MAX_LINKS = 40  # as Linux: more links in one path are a loop
SHAPELESS = frozenset(("raw", "text"))  # kept for what they name; no reader knows their form
NOTHING = Text("何であるか分かるものが、一つも見つかりませんでした。", "Nothing in it was recognised.")
NO_PROGRAM = Text(
    "動くプログラムが一つも入っていません。製品のファームウェアなら、何かが動くはずです。",
    "Nothing in it can run, so it is not the firmware of a device, in which something does.",
)
NO_ROOT = Text("ルートファイルシステムが見つかりません。", "No root file system was found.")
NO_PART = Text("{part} が見つかりません。", "No {part} was found.")
BLIND = Text(
    "開けなかった領域が{n}か所（{kib} KiB）あるため、ないとは言い切れません。",
    "{n} region(s) ({kib} KiB) could not be opened, so absence is not proved.",
)


class EntryKind(StrEnum):
    """What a directory entry is; special files are recorded, never made."""

    FILE = "file"
    DIRECTORY = "directory"
    LINK = "link"
    DEVICE = "device"
    FIFO = "fifo"
    SOCKET = "socket"


class Blob(msgspec.Struct, frozen=True):
    """Bytes in the spool: `size` bytes from `start`."""

    start: int
    size: int


class Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One entry of a file tree. `path` is absolute and plain (`/etc/shadow`: no `.`, `..`, `//`);
    `mode` holds the twelve permission bits; `hostile` is the stored name where it was not plain."""

    path: str
    kind: EntryKind
    mode: int = 0o644
    uid: int = 0
    gid: int = 0
    size: int = 0
    target: str | None = None
    blob: Blob | None = None
    hostile: str | None = None


class Seal(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a program or an update package is sealed, as its own format says: `signed` is the method
    (None: it carries no signature), `counter` its security counter against older versions. Nothing is
    verified here: that takes the maker's key."""

    signed: str | None = None
    counter: int | None = None


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What lies where. `name` is what reports call it (`u-boot-env`, `uimage`, `rootfs`, `jffs2`);
    `format` the reader's name; `offset` counts in `parent` (an index into the parts), or in the
    image where that is None. `blob` are its bytes where they were kept. `seal` is None where its
    format knows no signatures."""

    name: str
    format: str
    offset: int
    bytes: int
    parent: int | None = None
    blob: Blob | None = None
    note: Text | None = None
    seal: Seal | None = None


class Gap(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Bytes that nobody could open, and why. `serious` where something that checks need may lie in
    it (encrypted, damaged, cut off, beyond a limit); opaque code of a boot loader is not.
    `instead` says what to hand in."""

    offset: int
    bytes: int
    why: Text
    serious: bool
    entropy: float | None = None
    container: str | None = None
    instead: Text | None = None


class Tree(msgspec.Struct, frozen=True, kw_only=True):
    """The entries of one file system or archive; `container` is the name of its part. `root` where
    it looks like the root file system of a device."""

    container: str
    format: str
    root: bool
    entries: tuple[Entry, ...]


class Environment(msgspec.Struct, frozen=True, kw_only=True):
    """A boot loader's environment."""

    container: str
    offset: int
    variables: dict[str, str]
    checksum_good: bool


class Index(msgspec.Struct, frozen=True, kw_only=True):
    """All that was learnt of an image in one pass over its bytes. `path` is as the user gave it; `inert`: nothing in
    it can run, so what it lacks says nothing of a device."""

    path: str
    sha256: str
    bytes: int
    parts: tuple[Part, ...] = ()
    trees: tuple[Tree, ...] = ()
    gaps: tuple[Gap, ...] = ()
    environments: tuple[Environment, ...] = ()
    components: tuple[Component, ...] = ()
    inert: bool = False

    @property
    def recognised(self) -> bool:
        """Whether anything in the image is known: a structure, files, a component."""
        known = any(part.format not in SHAPELESS for part in self.parts)
        empty = self.parts and all(part.format == "folder" for part in self.parts)
        if known and empty:
            return any(tree.entries for tree in self.trees)
        return known or bool(self.components)


class FileTree:
    """A file tree that can be asked: look a path up, follow links inside, read contents."""

    def __init__(self, tree: Tree, spool: "Spool") -> None:
        self.container = tree.container
        self.format = tree.format
        self.root = tree.root
        self._spool = spool
        self._entries = {entry.path: entry for entry in tree.entries}

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    @cached_property
    def files(self) -> tuple[Entry, ...]:
        """The regular files, by path."""
        return tuple(
            sorted((e for e in self._entries.values() if e.kind is EntryKind.FILE), key=lambda e: e.path)
        )

    def entry(self, path: str) -> Entry | None:
        """The entry stored at `path` itself, links not followed."""
        return self._entries.get(path)

    def resolve(self, path: str) -> Entry | None:
        """The entry that `path` leads to, following links inside this tree; None where it leads to
        nothing, out of the tree, or round in a loop."""
        done, todo, hops = "", [part for part in path.split("/") if part and part != "."], 0
        while todo:
            part = todo.pop(0)
            if part == "..":
                done = posixpath.dirname(done) if done != "/" else ""
                continue
            here = self._entries.get(f"{done}/{part}")
            if here is not None and here.kind is EntryKind.LINK and here.target is not None:
                hops += 1
                if hops > MAX_LINKS:
                    return None
                if here.target.startswith("/"):
                    done = ""
                todo = [p for p in here.target.split("/") if p and p != "."] + todo
                continue
            done = f"{done}/{part}"
        return self._entries.get(done or "/")

    def read(self, entry: Entry, *, most: int = 64 << 20) -> bytes:
        """The contents of a file, at most `most` bytes; empty for what has none."""
        return b"" if entry.blob is None else self._spool.read(entry.blob, most=most)

    def sha256(self, entry: Entry) -> str | None:
        """The digest of a file's whole contents; None for what has none, or whose were not kept."""
        if entry.blob is None:
            return None
        told = hashlib.sha256()
        for at in range(0, entry.blob.size, _CHUNK):
            size = min(_CHUNK, entry.blob.size - at)
            told.update(self._spool.read(Blob(entry.blob.start + at, size), most=size))
        return told.hexdigest()

    def text(self, path: str, *, most: int = 1 << 20) -> str | None:
        """The text that `path` leads to (undecodable bytes replaced); None where there is no file."""
        entry = self.resolve(path)
        if entry is None or entry.kind is not EntryKind.FILE:
            return None
        return self.read(entry, most=most).decode("utf-8", "replace")

    def under(self, folder: str) -> tuple[Entry, ...]:
        """The regular files below `folder`."""
        prefix = folder.rstrip("/") + "/"
        return tuple(entry for entry in self.files if entry.path.startswith(prefix))

    def at(self, entry: Entry | str, *, line: int | None = None, offset: int | None = None) -> Location:
        """Where a finding in this tree lies."""
        path = entry if isinstance(entry, str) else entry.path
        return Location(path=path, line=line, offset=offset, container=self.container)


class Spool:
    """The contents of an opened image, read-only."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")

    def close(self) -> None:
        """Let go of the file (an open one cannot be removed on Windows)."""
        self._file.close()

    def read(self, blob: Blob, *, most: int) -> bytes:
        """`blob`'s bytes, at most `most` of them."""
        size = min(blob.size, most)
        if hasattr(os, "pread"):
            return os.pread(self._file.fileno(), size, blob.start)
        self._file.seek(blob.start)
        return self._file.read(size)


class OpenedImage:
    """What a firmware check is handed."""

    def __init__(self, index: Index, spool: Spool) -> None:
        self.index = index
        self._spool = spool

    @cached_property
    def trees(self) -> tuple[FileTree, ...]:
        """Every file tree found, root file systems first."""
        trees = [FileTree(tree, self._spool) for tree in self.index.trees]
        return tuple(sorted(trees, key=lambda tree: not tree.root))

    @property
    def roots(self) -> tuple[FileTree, ...]:
        """The root file systems (an A/B image has two)."""
        return tuple(tree for tree in self.trees if tree.root)

    def obstacle(self, needs: tuple[str, ...]) -> Text | None:
        """Why a check with these needs cannot look at all: no root file system was found."""
        return NO_ROOT if "rootfs" in needs and not self.roots else None

    def beside_the_point(self, needs: tuple[str, ...]) -> Text | None:
        """The part (by name) that a check needs and this image does not have."""
        there = {part.name for part in self.index.parts} | {"rootfs"}
        return next((NO_PART.fill(part=need) for need in needs if need not in there), None)

    def blind_spot(self) -> Text | None:
        """Why silence is no proof: nothing was recognised, bytes that nobody could open and in which anything
        may lie, or nothing that runs."""
        if not self.index.recognised:
            return NOTHING
        serious = [gap for gap in self.index.gaps if gap.serious]
        if not serious:
            return NO_PROGRAM if self.index.inert else None
        total = sum(gap.bytes for gap in serious)
        return BLIND.fill(n=len(serious), kib=max(1, total // 1024))

    def close(self) -> None:
        """Let go of the contents; nothing can be read any more."""
        self._spool.close()

    def read(self, part: Part, *, most: int = 64 << 20) -> bytes:
        """The kept bytes of a part; empty where none were kept."""
        return b"" if part.blob is None else self._spool.read(part.blob, most=most)


def load(folder: Path) -> OpenedImage:
    """The image that was opened into work folder `folder` (files `index` and `spool`)."""
    index = msgspec.msgpack.decode((folder / "index").read_bytes(), type=Index)
    return OpenedImage(index, Spool(folder / "spool"))
