"""A folder of immutable files, each named by its moment and digest: written whole or not at all, never again.

Two people's folders merge by copying files together, also in git. A file that was damaged or edited no
longer fits its name.
"""

import contextlib
import hashlib
import os
import secrets
from datetime import datetime
from pathlib import Path

import msgspec

from mamoru.document_store.swapping import swap
from mamoru.errors import why
from mamoru.language import Text

_TEMPORARY = ".tmp-"

DAMAGED = Text(
    "内容が名前のダイジェストと合いません（壊れたか書き換えられた）",
    "contents do not fit the digest in the name (damaged or edited)",
)
UNREADABLE = Text("読めません: {why}", "cannot be read: {why}")
HALF = Text(
    "書きかけの一時ファイルです（消して構いません）",
    "a temporary file that was never finished (may be deleted)",
)
NO_FOLDER = Text("フォルダーではありません", "is no folder")
STRANGE = Text("記録のファイルではありません", "is no record")


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """Something wrong with the folder: `file` is a name in it; harmless where nothing is lost. `seen` is the
    digest of what is there, `counts` the records that count again when somebody vouches for them."""

    file: str
    what: Text
    harmless: bool = False
    seen: str = ""
    counts: tuple[str, ...] = ()


class ImmutableFolder:
    """The files of `folder`, none larger than `most_bytes`."""

    def __init__(self, folder: Path, *, most_bytes: int) -> None:
        self.folder = folder
        self.most_bytes = most_bytes

    def names(self) -> list[str]:
        """The names of all finished files, oldest first."""
        if not self.folder.is_dir():
            return []
        return sorted(p.name for p in self.folder.iterdir() if p.suffix == ".json" and digest_in(p.name))

    def keep(self, body: bytes, *, at: datetime) -> str:
        """Write one file; gives its name. Survives a kill at any byte: the folder then holds the
        files from before, and at most a temporary one."""
        name = named_for(body, at=at)
        self.folder.mkdir(parents=True, exist_ok=True)
        temporary = self.folder / f"{_TEMPORARY}{secrets.token_hex(8)}"
        try:
            with temporary.open("xb") as file:
                file.write(body)
                file.flush()
                os.fsync(file.fileno())
            swap(temporary, self.folder / name)
        finally:
            temporary.unlink(missing_ok=True)
        _flush_folder(self.folder)
        return name

    def body(self, name: str) -> bytes | Text:
        """The contents of a finished file, or why they cannot be had."""
        try:
            path = self.folder / name
            if path.stat().st_size > self.most_bytes:
                return UNREADABLE.fill(why=f"> {self.most_bytes} bytes")
            body = path.read_bytes()
        except OSError as error:
            reason = why(error)
            return UNREADABLE.fill(why=reason)
        return body if hashlib.sha256(body).hexdigest()[:32] == digest_in(name) else DAMAGED

    def strays(self) -> list[Fault]:
        """What lies in the folder and is no finished file."""
        if not self.folder.is_dir():
            return [Fault(file=self.folder.name, what=NO_FOLDER)] if self.folder.exists() else []
        found = []
        for path in sorted(self.folder.iterdir()):
            if path.name.startswith(_TEMPORARY):
                found.append(Fault(file=path.name, what=HALF, harmless=True))
            elif path.suffix == ".json" and not digest_in(path.name):
                found.append(Fault(file=path.name, what=STRANGE))
        return found


def named_for(body: bytes, *, at: datetime) -> str:
    """The name of a file with this body, kept at this moment."""
    return f"{at:%Y%m%dT%H%M%SZ}-{hashlib.sha256(body).hexdigest()[:32]}.json"


def digest_in(name: str) -> str | None:
    """The digest that a finished file's name holds, None for another name."""
    stamp, _, digest = name.removesuffix(".json").partition("-")
    plain = len(digest) == 32 and set(digest) <= set("0123456789abcdef") and stamp.endswith("Z")
    return digest if plain else None


def _flush_folder(folder: Path) -> None:
    """Make the rename last through a power cut, where a folder can be opened (not on Windows)."""
    with contextlib.suppress(OSError, AttributeError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
