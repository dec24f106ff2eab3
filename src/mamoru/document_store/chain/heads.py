"""The head file of a writer: how many records they wrote in each folder, and the newest of each."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

import msgspec

from mamoru.document_store.permissions import write_shared
from mamoru.document_store.places import HEADS

SCHEMA = "mamoru/head/1"
MOST_BYTES = 1 << 20
IS_WRITER = re.compile(r"[0-9a-f]{16}")


class Newest(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How many records of one folder, and the digest of the newest (None before the first)."""

    count: int
    newest: str | None = None


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What one writer wrote, by folder (`evidence`, `decisions`, …), and which heads of others they named
    last. `digest` is over the rest, so that a slip of an editor is told from an older file."""

    schema: str = SCHEMA
    writer: str
    folders: Mapping[str, Newest]
    knew: tuple[str, ...] = ()
    digest: str = ""

    @property
    def sound(self) -> bool:
        """Whether the file is as Mamoru wrote it."""
        return self.schema == SCHEMA and self.digest == _digest(self)

    @property
    def newest(self) -> tuple[str, ...]:
        """The digests of the newest records."""
        return tuple(each.newest for each in self.folders.values() if each.newest is not None)


def read_heads(root: Path) -> dict[str, Head | None]:
    """The head of every writer, by writer; None where the file is damaged or was edited."""
    folder = root.joinpath(*HEADS.parts)
    found: dict[str, Head | None] = {}
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else []:
        if IS_WRITER.fullmatch(path.stem):
            head = _read(path)
            found[path.stem] = head if head is not None and head.sound and head.writer == path.stem else None
    return found


def named(head: Head) -> Head:
    """The head with its digest."""
    return msgspec.structs.replace(head, digest=_digest(head))


def begun_by(heads: Mapping[str, Head | None]) -> bool:
    """Whether any of these writers wrote a record, or may have."""
    return any(head is None or head.folders for head in heads.values())


def write_head(root: Path, head: Head) -> Head:
    """Put a writer's head in the place of the one before, whole; gives it with its digest."""
    made = named(head)
    path = root.joinpath(*HEADS.parts, f"{head.writer}.json")
    write_shared(path, msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n", root)
    return made


def _read(path: Path) -> Head | None:
    try:
        if path.is_symlink() or path.stat().st_size > MOST_BYTES:
            return None
        return msgspec.json.decode(path.read_bytes(), type=Head)
    except (OSError, msgspec.MsgspecError, UnicodeError, RecursionError, ValueError):
        return None


def _digest(head: Head) -> str:
    bare = msgspec.json.encode(msgspec.structs.replace(head, digest=""), order="sorted")
    return hashlib.sha256(bare).hexdigest()[:32]
