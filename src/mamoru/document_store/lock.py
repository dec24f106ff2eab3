"""One lock for the writers of a folder, over processes: held for the moment of a swap, freed by the system
when its holder dies."""

import contextlib
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from mamoru.errors import LimitReached
from mamoru.language import Text

WAIT_S = 30.0
_PAUSE_S = 0.002
BUSY = Text(
    "別の処理が {path} を使い続けています（{seconds}秒待ちました）。",
    "Another process keeps using {path} (waited {seconds} s).",
)
END_IT = Text("その処理が終わるのを待つか、終わらせてください。", "Wait for it to end, or end it.")


@contextlib.contextmanager
def locked(path: Path, wait_s: float = WAIT_S) -> Iterator[None]:
    """Hold the lock file at `path`, which is made where it is not there and never removed (a removed one
    would be two). Raises `LimitReached` after `wait_s`."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o660)
    try:
        due = time.monotonic() + wait_s
        while not _taken(descriptor):
            if time.monotonic() > due:
                raise LimitReached(BUSY.fill(path=path, seconds=int(wait_s)), END_IT)
            time.sleep(_PAUSE_S)
        try:
            yield
        finally:
            _freed(descriptor)
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _taken(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _freed(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _taken(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _freed(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
