"""Where the things of a workspace lie."""

from pathlib import Path

from mamoru.document_store.places import EVIDENCE as PLACE
from mamoru.errors import InputError
from mamoru.language import Text
from mamoru.product.files import occupied

EVIDENCE = Path(*PLACE.parts)
NONE = Text(
    "ワークスペースではありません（maker.yaml がありません）: {path}",
    "Not a workspace (no maker.yaml): {path}",
)
INIT = Text("mamoru init でつくれます。", "Make one with mamoru init.")
UPWARD = 4  # a product folder lies two below its workspace


def workspace_root(path: Path) -> Path:
    """The workspace that `path` (a folder or a file in it) belongs to. Raises `InputError`."""
    here = path.resolve()
    for folder in [here, *here.parents][:UPWARD]:
        if occupied(folder / "maker.yaml"):
            return folder
    raise InputError(NONE.fill(path=path), INIT)


def is_workspace(path: Path) -> bool:
    """Whether `path` is a workspace, a product folder of one, or a product file."""
    if path.is_file():
        return path.name in ("product.yaml", "maker.yaml")
    return occupied(path / "maker.yaml") or occupied(path / "product.yaml")


def evidence_place(path: Path) -> Path:
    """The evidence folder of the workspace that `path` belongs to."""
    return workspace_root(path) / EVIDENCE
