"""The formats that can be opened or at least recognised: one file each, found by being here.

A module in this folder with a `READER` (or `READERS`) adds it. In: bytes that may begin a structure.
Out: `readers()`, every `Reader` by name.
"""

import importlib
import pkgutil
from functools import cache

from mamoru.verification.firmware.reading.reader import Reader


@cache
def readers() -> dict[str, Reader]:
    """Every reader by its name. A module without one, or two of one name, is a loud error."""
    found: dict[str, Reader] = {}
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        here = getattr(loaded, "READERS", None) or (loaded.READER,)
        for reader in here:
            if reader.name in found:
                raise ImportError(f"two readers are called {reader.name}")
            found[reader.name] = reader
    return found
