"""A folder of the computer, handed in as if it were a root file system: links are never followed."""

import hashlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from mamoru.verification.firmware.image import Blob, EntryKind
from mamoru.verification.firmware.opening.gaps import UNREADABLE
from mamoru.verification.firmware.reading.reader import Flaw, Found, Sink, kind_of

_CHUNK = 1 << 20


class Folder:
    """Reads the folder at `top`; `sha256` is that of its names, kinds, modes and contents in order."""

    def __init__(self, top: Path, sink: Sink) -> None:
        self._top, self._sink = top, sink
        self._digest = hashlib.sha256()
        self._same: dict[tuple[int, int], Blob] = {}
        self.size_bytes = 0

    @property
    def sha256(self) -> str:
        """The digest of what was read so far."""
        return self._digest.hexdigest()

    def entries(self) -> Iterator[Found | Flaw]:
        """Every entry below the folder, by name; what cannot be read is a flaw and is left out."""
        todo = [self._top]
        while todo:
            here = todo.pop()
            self._sink.look()
            try:
                with os.scandir(here) as listing:
                    below = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                if here == self._top:
                    raise
                yield _unreadable(here.relative_to(self._top), error)
                continue
            for item in below:
                path = Path(item.path)
                try:
                    yield self._entry(path, item.stat(follow_symlinks=False))
                except OSError as error:
                    yield _unreadable(path.relative_to(self._top), error)
                    continue
                if item.is_dir(follow_symlinks=False):
                    todo.append(path)

    def _entry(self, path: Path, status: os.stat_result) -> Found:
        kind, mode = kind_of(status.st_mode), stat.S_IMODE(status.st_mode)
        name = os.fsencode(path.relative_to(self._top).as_posix())
        target = os.fsencode(path.readlink()) if kind is EntryKind.LINK else None
        blob = self._contents(path, status) if kind is EntryKind.FILE else None
        self._digest.update(b"%s\0%s\0%o\0%s\0" % (name, kind.encode(), mode, target or b""))
        return Found(
            name=name,
            kind=kind,
            mode=mode,
            uid=status.st_uid,
            gid=status.st_gid,
            target=target,
            size=blob.size if blob else 0,
            blob=blob,
        )

    def _contents(self, path: Path, status: os.stat_result) -> Blob:
        known = self._same.get((status.st_dev, status.st_ino)) if status.st_nlink > 1 else None
        if known is not None:
            return known
        blob = self._sink.store(self._chunks(path))
        self.size_bytes += blob.size
        if status.st_nlink > 1:
            self._same[status.st_dev, status.st_ino] = blob
        return blob

    def _chunks(self, path: Path) -> Iterator[bytes]:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                self._digest.update(chunk)
                yield chunk


def _unreadable(path: Path, error: OSError) -> Flaw:
    why = UNREADABLE.fill(name=f"/{path.as_posix()}", why=error.strerror or str(error))
    return Flaw(start=0, size=0, why=why)
