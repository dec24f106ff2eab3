"""What was seen inside each image, kept by digest so that releases can be compared."""

from pathlib import Path

import msgspec

from mamoru.document_store.whole_file import write_whole
from mamoru.product import Component
from mamoru.verification.firmware.image import Index

INVENTORY = Path(".mamoru") / "inventory"


class Inventory(msgspec.Struct, frozen=True, kw_only=True):
    """The components of one image."""

    sha256: str
    components: tuple[Component, ...]


def keep_inventory(root: Path, index: Index) -> None:
    """Keep what an image holds in the workspace `root`, written whole or not at all."""
    folder = root / INVENTORY
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{index.sha256}.json"
    write_whole(target, msgspec.json.encode(Inventory(sha256=index.sha256, components=index.components)))


def inventory(root: Path, sha256: str) -> Inventory | None:
    """What was kept of an image; None where nothing readable was."""
    try:
        return msgspec.json.decode((root / INVENTORY / f"{sha256}.json").read_bytes(), type=Inventory)
    except (OSError, msgspec.MsgspecError, UnicodeError):
        return None
