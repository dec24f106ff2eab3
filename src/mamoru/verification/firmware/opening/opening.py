"""Open an image: find its structures in one pass, open them, and whatever lies inside them.

`open_image` is a plain function of picklable arguments, made to run in a child process with limits.
"""

import hashlib
import mmap
import os
from pathlib import Path

import msgspec

from mamoru.errors import FormatError, InputError, LimitReached
from mamoru.language import Text
from mamoru.progress import Counted
from mamoru.verification.firmware.image import Index
from mamoru.verification.firmware.opening import gaps
from mamoru.verification.firmware.opening.directories import Folder
from mamoru.verification.firmware.opening.drafts import Draft, Drafts
from mamoru.verification.firmware.opening.limits import Budget, Limits
from mamoru.verification.firmware.opening.relief import Relief
from mamoru.verification.firmware.opening.spooling import SpoolWriter
from mamoru.verification.firmware.opening.trees import TreeBuilder
from mamoru.verification.firmware.opening.walking import Place, Walk
from mamoru.verification.firmware.reading.reader import Flaw


def open_image(
    path: Path,
    work: Path,
    limits: Limits,
    progress: Counted | None = None,
    *,
    keys: tuple[bytes, ...] = (),
) -> Index:
    """Open the image file or folder at `path`; write `spool` and `index` into folder `work`. `keys` are
    the contents of key files, tried on what is encrypted.

    What breaks or goes beyond a limit becomes a gap, never an error: `InputError` is raised only
    where `path` itself cannot be read.
    """
    opened = _open_folder if path.is_dir() else _open_file
    try:
        index = opened(path, work, limits, progress, keys)
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError(
            Text(f"{path} を読めません({why})。", f"{path} cannot be read ({why})."),
            Text(
                "パスと読み取りの権限、作業フォルダーの空き容量を確かめてください。",
                "Check the path, that it may be read, and the room left in the work folder.",
            ),
        ) from error
    write_index(index, work)
    return index


def write_index(index: Index, work: Path) -> None:
    """Write `index` into folder `work`, whole or not at all."""
    fresh = work / "index.new"
    fresh.write_bytes(msgspec.msgpack.encode(index))
    fresh.replace(work / "index")


def _open_file(
    path: Path, work: Path, limits: Limits, progress: Counted | None, keys: tuple[bytes, ...]
) -> Index:
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        drafts, budget = Drafts(), Budget(limits, size)
        work.mkdir(parents=True, exist_ok=True)
        relief = Relief()
        spool = SpoolWriter(work / "spool", budget, relief, keys)
        view = memoryview(b"")
        if size:
            view = memoryview(relief.add(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)))
        else:
            drafts.gap(None, 0, 0, gaps.EMPTY, instead=gaps.WHOLE)
        digest = _Digest(size, progress, relief)
        Walk(drafts, spool, budget).region(view, Place(), digest.update)
        digest.finish(view)
        spool.close()
    return drafts.index(path=str(path), sha256=digest.sha256, size=size)


def _open_folder(
    path: Path, work: Path, limits: Limits, progress: Counted | None, keys: tuple[bytes, ...]
) -> Index:
    drafts, budget = Drafts(), Budget(limits, limits.output_bytes)
    work.mkdir(parents=True, exist_ok=True)
    spool = SpoolWriter(work / "spool", budget, keys=keys)
    folder, tree = Folder(path, spool), TreeBuilder("folder", budget)
    draft = Draft("folder", "folder", 0, 0)
    drafts.parts.append(draft)
    drafts.trees.append((draft, tree))
    try:
        for number, item in enumerate(folder.entries()):
            if isinstance(item, Flaw):
                drafts.gap(draft, item.start, item.size, item.why)
            else:
                tree.add(item)
            if progress is not None and number % 100 == 0:
                progress(folder.size_bytes, 0)
        Walk(drafts, spool, budget).members(draft, tree, 0, archive=not tree.looks_like_a_root())
    except FormatError as error:
        drafts.gap(draft, 0, 0, gaps.damaged("folder", error))
    except LimitReached as error:
        why, instead = gaps.limited(error)
        drafts.gap(draft, 0, 0, why, instead=instead)
    draft.size = folder.size_bytes
    spool.close()
    return drafts.index(path=str(path), sha256=folder.sha256, size=folder.size_bytes)


class _Digest:
    """The SHA-256 of a file, fed by the scan's own pass over it."""

    def __init__(self, size: int, progress: Counted | None, relief: Relief) -> None:
        self._digest, self._done = hashlib.sha256(), 0
        self._size, self._progress, self._relief = size, progress, relief

    def update(self, window: memoryview) -> None:
        """Take the next window."""
        self._digest.update(window)
        self._done += len(window)
        self._relief.worked(len(window))
        if self._progress is not None:
            self._progress(self._done, self._size)

    def finish(self, view: memoryview) -> None:
        """Take what a scan that was stopped left."""
        while self._done < len(view):
            self.update(view[self._done : self._done + (4 << 20)])

    @property
    def sha256(self) -> str:
        """In hexadecimal."""
        return self._digest.hexdigest()
