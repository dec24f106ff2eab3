"""Who writes in this very folder: a random id that no copy of the folder shares.

Two folders with one writer would each continue the same count, and their union could not be told from a
forgery. So what was last written at a path is remembered outside of the folder, in Mamoru's data folder: a
folder that was copied, moved, cloned, or put back to an older state gets a new writer.
"""

import contextlib
import hashlib
import secrets
from pathlib import Path

import msgspec

from mamoru.data_folder import data_folder
from mamoru.document_store.chain.heads import Head, named, write_head
from mamoru.document_store.permissions import PRIVATE
from mamoru.document_store.places import OWN
from mamoru.document_store.whole_file import write_whole


class Remembered(msgspec.Struct, frozen=True, kw_only=True):
    """The head as it was last written here; while a record is on its way also the head that counts it, and
    the record's path in the workspace: after a kill they tell whether it arrived."""

    head: Head
    then: Head | None = None
    record: str = ""


def begun(root: Path, heads: dict[str, Head | None]) -> Head:
    """The head to continue here, a new writer's where there is none. What a kill left half is ended first."""
    kept = _read(root)
    if kept is None:
        return named(Head(writer=secrets.token_hex(8), folders={}))
    there = heads.get(kept.head.writer)
    fresh = not kept.head.folders and kept.head.writer not in heads
    if kept.then is not None and there == kept.then:
        return kept.then
    if there == kept.head or fresh:
        if kept.then is not None and (root / kept.record).is_file():
            return write_head(root, kept.then)
        return kept.head
    if there is not None and kept.then is None and _all_there(root, kept.head):
        return write_head(root, kept.head)  # an older copy was put over it
    return named(Head(writer=secrets.token_hex(8), folders={}))


def _all_there(root: Path, head: Head) -> bool:
    """Whether the newest records that the head counts lie in the workspace."""
    places = (OWN / folder for folder in head.folders)
    names = {path.stem[-32:] for place in places for path in root.joinpath(*place.parts).rglob("*.json")}
    return set(head.newest) <= names


def remember(root: Path, kept: Remembered) -> None:
    """Note for the next time what was written here last, and what is about to be. Where nothing can be noted
    the next writer is another."""
    place = _place(root)
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, msgspec.json.encode(kept), mode=PRIVATE)


def _read(root: Path) -> Remembered | None:
    try:
        return msgspec.json.decode(_place(root).read_bytes(), type=Remembered)
    except (OSError, msgspec.MsgspecError, UnicodeError, RecursionError, ValueError):
        return None


def _place(root: Path) -> Path:
    named = hashlib.sha256(str(root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return data_folder() / "writers" / f"{named}.json"
