"""Write a file whole or not at all: no reader, and no run beside this one, ever sees half of it."""

import contextlib
import os
import secrets
import stat
from pathlib import Path

from mamoru.document_store.swapping import swap


def write_whole(path: Path, body: bytes, *, mode: int | None = None) -> None:
    """Put `body` at `path` in one step; a link is followed, and a failure leaves nothing behind.

    The file gets the rights `mode`; where that is None it keeps those it had, and a new one gets the
    process's own. Raises `OSError`. The folder must be there.
    """
    target = path.resolve()
    beside = target.with_name(f".{secrets.token_hex(8)}.tmp")  # short: the name itself may be at the limit
    if mode is None:
        with contextlib.suppress(OSError):
            mode = stat.S_IMODE(target.stat().st_mode)
    try:
        with beside.open("xb") as file:
            if mode is not None:
                beside.chmod(mode)  # before a byte is in it
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        swap(beside, target)
    finally:
        beside.unlink(missing_ok=True)
