"""Write a file whole or not at all: no reader, and no run beside this one, ever sees half of it."""

import secrets
from pathlib import Path


def write_whole(path: Path, body: bytes) -> None:
    """Put `body` at `path` in one step; a link is followed, and a failure leaves nothing behind.

    Raises `OSError`. The folder must be there.
    """
    target = path.resolve()
    beside = target.with_name(f".{secrets.token_hex(8)}.tmp")  # short: the name itself may be at the limit
    try:
        beside.write_bytes(body)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
