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
from mamoru.document_store.chain.heads import Head, write_head
from mamoru.document_store.permissions import PRIVATE
from mamoru.document_store.whole_file import write_whole


class Remembered(msgspec.Struct, frozen=True, kw_only=True):
    """The head as it was last written here. `writing` while a record is on its way: after a kill nobody knows
    whether it arrived, so the next writer is another."""

    head: Head
    writing: bool


def begun(root: Path, heads: dict[str, Head | None]) -> Head:
    """The head to continue here; a new writer's where there is none."""
    kept = _read(root)
    if kept is not None and not kept.writing and heads.get(kept.head.writer) == kept.head:
        return kept.head
    return write_head(root, Head(writer=secrets.token_hex(8), folders={}))


def remember(root: Path, head: Head, *, writing: bool) -> None:
    """Note for the next time what was written here last, or that something is about to be. Where nothing can
    be noted the next writer is another."""
    place = _place(root)
    with contextlib.suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, msgspec.json.encode(Remembered(head=head, writing=writing)), mode=PRIVATE)


def _read(root: Path) -> Remembered | None:
    try:
        return msgspec.json.decode(_place(root).read_bytes(), type=Remembered)
    except (OSError, msgspec.MsgspecError, UnicodeError, RecursionError, ValueError):
        return None


def _place(root: Path) -> Path:
    named = hashlib.sha256(str(root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:32]
    return data_folder() / "writers" / f"{named}.json"
