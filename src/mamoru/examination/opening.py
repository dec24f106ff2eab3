"""Open an image in a child process, and keep what was learnt of it."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import msgspec

from mamoru.errors import InputError, LimitReached
from mamoru.evidence.containment import contained
from mamoru.language import Text
from mamoru.verification.firmware.image import Gap, Index
from mamoru.verification.firmware.inspecting import inspect_image
from mamoru.verification.firmware.limits import Limits

Progress = Callable[[str, float | None], None]

ABSENT = Text("ファイルがありません: {path}", "There is no such file: {path}")
GIVE_IMAGE = Text("ファームウェアイメージか製品のフォルダーを指定してください。", "Give a firmware image or a product folder.")
EMPTY = Text("ファイルが空です: {path}", "The file is empty: {path}")
UNREADABLE = Text("読めません: {path}（{why}）", "Cannot be read: {path} ({why})")


def open_contained(path: Path, work: Path, progress: Progress | None, *, limits: Limits | None = None) -> Index:
    """The index of `path`, opened in a child into `work`.

    Where the child was stopped by a limit or crashed, the whole image is one serious gap that says
    so. Raises `InputError` where the path cannot be read at all.
    """
    _readable(path)
    bounds = limits or Limits()
    work.mkdir(parents=True, exist_ok=True)
    try:
        contained(
            "mamoru.examination.opening:open_here",
            (str(path), str(work), msgspec.json.encode(bounds).decode()),
            timeout_s=bounds.seconds + 30.0,
            progress=progress,
        )
        return index_in(work)
    except LimitReached as error:
        index = _unopened(path, error.message)
        (work / "spool").touch()
        (work / "index").write_bytes(msgspec.msgpack.encode(index))
        return index


def open_here(path: str, work: str, limits: str, *, progress: Progress) -> bytes:
    """What the child does; the index stays in the work folder."""
    bounds = msgspec.json.decode(limits, type=Limits)

    def tell(done: int, of: int) -> None:
        progress(Path(path).name, done / of if of else None)

    inspect_image(Path(path), Path(work), bounds, tell)
    return b"done"


def index_in(work: Path) -> Index:
    """The index that was written into a work folder."""
    return msgspec.msgpack.decode((work / "index").read_bytes(), type=Index)


def _readable(path: Path) -> None:
    if not path.exists():
        raise InputError(ABSENT.fill(path=path), GIVE_IMAGE)
    if path.is_dir():
        return
    try:
        with path.open("rb") as file:
            if not file.read(1):
                raise InputError(EMPTY.fill(path=path), GIVE_IMAGE)
    except OSError as error:
        raise InputError(UNREADABLE.fill(path=path, why=error.strerror), GIVE_IMAGE) from error


def _unopened(path: Path, why: Text) -> Index:
    size = path.stat().st_size if path.is_file() else 0
    gap = Gap(offset=0, bytes=size, why=why, serious=True)
    return Index(path=str(path), sha256=digest(path), bytes=size, gaps=(gap,))


def digest(path: Path) -> str:
    """SHA-256 of a file; of the names for a folder, which has no bytes of its own."""
    if path.is_dir():
        return hashlib.sha256(str(path.name).encode()).hexdigest()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
