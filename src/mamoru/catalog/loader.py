"""Read the compiled catalogue."""

from functools import cache
from pathlib import Path

import msgspec

from mamoru.catalog.model import Catalog

_COMPILED = Path(__file__).parent / "compiled.json"


@cache
def catalog() -> Catalog:
    """The whole catalogue, read once in a process."""
    return msgspec.json.decode(_COMPILED.read_bytes(), type=Catalog)
