"""What was seen inside each image, kept by digest so that releases can be compared: records of the chain."""

from datetime import datetime
from pathlib import Path

import msgspec

from mamoru.document_store.chain import Chain, Link, counted
from mamoru.document_store.immutable_folder import ImmutableFolder
from mamoru.document_store.places import INVENTORY
from mamoru.product import Component
from mamoru.verification.firmware.image import Index

MOST_BYTES = 64 << 20


class Inventory(msgspec.Struct, frozen=True, kw_only=True):
    """The components of one image."""

    sha256: str
    components: tuple[Component, ...]


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """An inventory as it is kept, with its link in the chain."""

    chain: Link
    sha256: str
    components: tuple[Component, ...]


def keep_inventory(root: Path, index: Index, *, at: datetime) -> None:
    """Keep what an image holds in the workspace `root`, where it is not what was kept last."""
    kept = inventory(root, index.sha256)
    if kept is not None and kept.components == index.components and _is_record(root, index.sha256):
        return

    def made(link: Link) -> bytes:
        found = Kept(chain=link, sha256=index.sha256, components=index.components)
        return msgspec.json.encode(found) + b"\n"

    Chain(root).keep(INVENTORY, made, at=at, below=index.sha256)


def inventory(root: Path, sha256: str) -> Inventory | None:
    """What was kept of an image last and counts; None where nothing did."""
    place = root.joinpath(*INVENTORY.parts)
    files = ImmutableFolder(place / sha256, most_bytes=MOST_BYTES)
    names = files.names()
    counts = counted(root, INVENTORY).names if names else frozenset[str]()
    for name in reversed(names):
        body = files.body(name)
        if f"{INVENTORY.name}/{sha256}/{name}" in counts and isinstance(body, bytes):
            found = _decoded(body)
            if found is not None and found.sha256 == sha256:
                return found
    try:
        return None if names else _decoded((place / f"{sha256}.json").read_bytes())  # of an older Mamoru
    except OSError:
        return None


def _is_record(root: Path, sha256: str) -> bool:
    """Whether it is kept as a record, and not as an older Mamoru did."""
    return root.joinpath(*INVENTORY.parts, sha256).is_dir()


def _decoded(body: bytes) -> Inventory | None:
    try:
        return msgspec.json.decode(body, type=Inventory)
    except (msgspec.MsgspecError, UnicodeError, RecursionError, ValueError):
        return None
