"""The spool while it is being written: contents one after the other, counted against the budget."""

import mmap
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from mamoru.errors import FormatError, LimitReached
from mamoru.verification.firmware.image import Blob
from mamoru.verification.firmware.opening.limits import Budget
from mamoru.verification.firmware.opening.relief import Relief


class SpoolWriter:
    """Writes contents into the spool file at `path`. A `Sink` for the readers."""

    def __init__(
        self, path: Path, budget: Budget, relief: Relief | None = None, keys: tuple[bytes, ...] = ()
    ) -> None:
        self._file = path.open("w+b")
        self._end = 0
        self._budget = budget
        self._folder = path.parent
        self._relief = relief or Relief()
        self._keys = keys

    @property
    def keys(self) -> tuple[bytes, ...]:
        """The keys that the user handed in."""
        return self._keys

    @property
    def folder(self) -> Path:
        """The folder that the spool lies in."""
        return self._folder

    def store(self, chunks: Iterable[bytes | memoryview]) -> Blob:
        """Keep `chunks`; what a failed content left behind is cut off again."""
        blob, error = self.salvage(chunks)
        if error is not None:
            self._rewind(blob.start)
            raise error
        return blob

    def salvage(self, chunks: Iterable[bytes | memoryview]) -> tuple[Blob, FormatError | None]:
        """Keep `chunks` up to where they break their format."""
        start, share, error = self._end, self._budget.share, None
        try:
            for chunk in chunks:
                size = len(chunk)
                self._budget.write(size)
                if self._end + size - start > share:
                    raise self._budget.too_large()
                self._file.write(chunk)
                self._relief.worked(size)
                self._end += size
        except FormatError as broken:
            error = broken
        except LimitReached:
            self._rewind(start)
            raise
        return Blob(start, self._end - start), error

    def look(self) -> None:
        """Look at the clock."""
        self._budget.look()

    def _rewind(self, start: int) -> None:
        self._file.seek(start)
        if sys.platform != "win32":  # Windows cuts no file that is mapped
            self._file.truncate()
        self._end = start

    @contextmanager
    def view(self, blob: Blob) -> Iterator[memoryview]:
        """The bytes of `blob`, mapped while the context lasts."""
        if blob.size == 0:
            yield memoryview(b"")
            return
        self._file.flush()
        base = blob.start - blob.start % mmap.ALLOCATIONGRANULARITY
        skip = blob.start - base
        mapped = mmap.mmap(self._file.fileno(), skip + blob.size, access=mmap.ACCESS_READ, offset=base)
        # Windows' mapping moves the file's own position to its beginning (CPython's mmapmodule asks for the
        # size so), and the next write would fall on what was stored first. A `seek` of the buffered file may
        # be optimised away, since it does not know that it was moved.
        os.lseek(self._file.fileno(), self._end, os.SEEK_SET)
        self._relief.add(mapped)
        # The map is not closed by hand: an exception on its way out may still hold a view of it.
        yield memoryview(mapped)[skip:]

    def head(self, blob: Blob, most: int) -> bytes:
        """The first bytes of `blob`, at most `most`."""
        self._file.flush()
        self._file.seek(blob.start)
        found = self._file.read(min(blob.size, most))
        self._file.seek(self._end)
        return found

    def close(self) -> None:
        """Finish the file."""
        self._file.flush()
        self._file.truncate(self._end)
        self._file.close()
