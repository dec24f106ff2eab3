"""Open an image in a child process, and take in what was learnt of it.

Nothing here imports a reader: those are loaded by the child alone.
"""

import hashlib
import stat
from pathlib import Path

import msgspec

from mamoru.containment import MEMORY_BYTES, Cage, contained
from mamoru.data_folder import memory_folder
from mamoru.errors import InputError, LimitReached, what_to_do, why
from mamoru.language import Text
from mamoru.progress import Progress
from mamoru.verification.firmware.image import Gap, Index
from mamoru.verification.firmware.opening.limits import Limits

ABSENT = Text("ファイルがありません: {path}", "There is no such file: {path}")
GIVE_IMAGE = Text(
    "ファームウェアイメージか製品のフォルダーを指定してください。",
    "Give a firmware image or a product folder.",
)
EMPTY = Text("ファイルが空です: {path}", "The file is empty: {path}")
UNREADABLE = Text("{path} を読めません: {why}。", "{path} cannot be read: {why}.")
NO_FILE = Text("ファイルでもフォルダーでもありません: {path}", "Neither a file nor a folder: {path}")
COPY_IT = Text("中身をファイルに写して指定してください。", "Copy what it holds into a file, and give that.")


def open_contained(
    path: Path,
    work: Path,
    progress: Progress | None,
    *,
    limits: Limits | None = None,
    keys: tuple[bytes, ...] = (),
) -> Index:
    """The index of `path`, opened in a child into `work`; `keys` are tried on what is encrypted.

    Where the child was stopped by a limit or crashed, the whole image is one serious gap that says
    so. Raises `InputError` where the path cannot be read at all.
    """
    size = _readable(path)
    bounds = limits or Limits()
    work.mkdir(parents=True, exist_ok=True)
    try:
        contained(
            "mamoru.verification.firmware.opening.inspecting:inspect_here",
            (
                str(path),
                str(work),
                msgspec.json.encode(bounds).decode(),
                msgspec.json.encode(keys).decode(),
            ),
            cage=Cage(reads=(str(path.resolve()),), writes=(str(work.resolve()), *_memory())),
            timeout_s=bounds.seconds + 30.0,
            memory_bytes=MEMORY_BYTES + size,  # of addresses: the image is mapped, not read
            progress=progress,
        )
        return index_in(work)
    except LimitReached as error:
        index = _unopened(path, error.message)
        (work / "spool").touch()
        (work / "index").write_bytes(msgspec.msgpack.encode(index))
        return index


def _memory() -> tuple[str, ...]:
    """The folder in which the child keeps what it learns of files, where it may."""
    kept = memory_folder()
    if kept is None:
        return ()
    kept.mkdir(parents=True, exist_ok=True)
    return (str(kept.resolve()),)


def index_in(work: Path) -> Index:
    """The index that was written into a work folder."""
    return msgspec.msgpack.decode((work / "index").read_bytes(), type=Index)


def _readable(path: Path) -> int:
    """How many bytes `path` has, 0 for a folder; raises `InputError` where it cannot be looked at. What
    is neither (a pipe, a device) has no bytes of its own, and might never end."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            next(path.iterdir(), None)
            return 0
        if not stat.S_ISREG(status.st_mode):
            raise InputError(NO_FILE.fill(path=path), COPY_IT)
        with path.open("rb") as file:
            if not file.read(1):
                raise InputError(EMPTY.fill(path=path), GIVE_IMAGE)
    except FileNotFoundError as error:
        raise InputError(ABSENT.fill(path=path), GIVE_IMAGE) from error
    except OSError as error:
        reason = why(error)
        text = UNREADABLE.fill(path=path, why=reason)
        raise InputError(text, what_to_do(error)) from error
    return status.st_size


def _unopened(path: Path, reason: Text) -> Index:
    size = path.stat().st_size if path.is_file() else 0
    gap = Gap(offset=0, bytes=size, why=reason, serious=True)
    return Index(path=str(path), sha256=digest(path), bytes=size, gaps=(gap,))


def digest(path: Path) -> str:
    """SHA-256 of a file; of the names for a folder, which has no bytes of its own."""
    if path.is_dir():
        return hashlib.sha256(str(path.name).encode()).hexdigest()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
