"""Formats that no reader of ours knows, by an outside `unblob` where one is installed: never required.

It runs in a process group of its own with limits on time, output and files, unpacks one layer, and what
it leaves is read without following a link, then walked as everything else.

Source: unblob's documentation, "Command line usage"; the names `START-END.unknown` of what it leaves.
"""

import contextlib
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.verification.firmware.image import EntryKind
from mamoru.verification.firmware.reading.reader import Flaw, Found, Sink

NAME = "unblob"
LEAST_BYTES = 64 << 10
MOST_BYTES = 512 << 20
_MOST_CALLS = 4  # of one opening: each costs a second or two
_SECONDS = 120.0
_RATIO, _ALLOWANCE = 16, 64 << 20
_MOST_FILES = 20_000
_CHUNK = 1 << 20
_CARVED = re.compile(r"(\d{1,15})-(\d{1,15})\.\w+")
UNKNOWN = Text("unblob にも分からない領域です。", "Bytes that unblob does not know either.")
OPENED_BY = Text("外部の unblob が開きました。", "Opened by an outside unblob.")


class Outside:
    """The outside program during one opening."""

    def __init__(self) -> None:
        self._calls = 0
        self._program: str | None = None

    def may_open(self, size: int) -> bool:
        """Whether `size` bytes are worth a call, and one is left."""
        if not LEAST_BYTES <= size <= MOST_BYTES or self._calls >= _MOST_CALLS or sys.platform == "win32":
            return False
        self._program = self._program or shutil.which(NAME)
        return self._program is not None

    def opened(self, view: memoryview, sink: Sink) -> Iterator[Found | Flaw]:
        """What the program unpacks from `view`, and a flaw for each piece that it leaves closed; nothing
        where it unpacks nothing."""
        self._calls += 1
        with tempfile.TemporaryDirectory(prefix=f"{NAME}-", dir=sink.folder) as folder:
            given, out = Path(folder) / "part", Path(folder) / "out"
            out.mkdir()
            with given.open("wb") as file:
                for at in range(0, len(view), _CHUNK):
                    file.write(view[at : at + _CHUNK])
                    sink.look()
            self._run(given, out, _RATIO * len(view) + _ALLOWANCE, sink)
            found = [*_left_in(out / "part_extract", sink)]
        if any(isinstance(item, Found) for item in found):
            yield from found

    def _run(self, given: Path, out: Path, most_bytes: int, sink: Sink) -> None:
        """Run it to its end, or to the first limit that it reaches: what is there by then is taken."""
        words = [self._program or NAME, "-e", str(out), "-d", "1", "-n", "0", "-p", "1",
                 "--log", os.devnull, str(given)]  # fmt: skip
        try:
            process = subprocess.Popen(
                words, cwd=out.parent, start_new_session=True, stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                env=os.environ | {"HOME": str(out.parent), "TMPDIR": str(out.parent)},
            )  # fmt: skip
        except OSError:
            return
        due = time.monotonic() + _SECONDS
        try:
            while process.poll() is None and time.monotonic() < due and _size(out) <= most_bytes:
                sink.look()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(0.1)
        finally:
            with contextlib.suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _size(folder: Path) -> int:
    """The bytes below `folder` so far; too many files count as too many bytes."""
    total = 0
    for number, (_, status) in enumerate(_walk(folder)):
        total += status.st_size if stat.S_ISREG(status.st_mode) else 0
        if number > _MOST_FILES:
            return sys.maxsize
    return total


def _walk(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """Everything below `folder`, links not followed; what vanishes meanwhile is left out."""
    for above, folders, files in os.walk(folder):
        for name in sorted(folders + files):
            with contextlib.suppress(OSError):
                yield Path(above) / name, (Path(above) / name).lstat()


def _left_in(folder: Path, sink: Sink) -> Iterator[Found | Flaw]:
    for number, (path, status) in enumerate(_walk(folder)):
        if number >= _MOST_FILES:
            return
        name, mode = os.fsencode(path.relative_to(folder)), status.st_mode & 0o7777
        if path.parent == folder and (carved := _CARVED.fullmatch(path.name)):
            start, end = (int(told) for told in carved.groups())
            if end > start:
                yield Flaw(start=start, size=end - start, why=UNKNOWN)
        elif stat.S_ISDIR(status.st_mode):
            yield Found(name=name, kind=EntryKind.DIRECTORY, mode=mode)
        elif stat.S_ISLNK(status.st_mode):
            with contextlib.suppress(OSError):
                target = os.fsencode(path.readlink())
                yield Found(name=name, kind=EntryKind.LINK, mode=mode, target=target)
        elif stat.S_ISREG(status.st_mode):
            blob = sink.store(_contents(path))
            yield Found(name=name, kind=EntryKind.FILE, mode=mode, size=blob.size, blob=blob)


def _contents(path: Path) -> Iterator[bytes]:
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
        with os.fdopen(descriptor, "rb") as file:
            while piece := file.read(_CHUNK):
                yield piece
    except OSError as error:
        raise FormatError(0, f"{NAME}: {error.strerror}") from None
