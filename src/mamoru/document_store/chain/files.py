"""The files of the record folders, as the chain reads them: by their beginning, or whole."""

import hashlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import msgspec

from mamoru.document_store.chain.link import Linked, link_at_start, linked
from mamoru.document_store.immutable_folder import (
    DAMAGED,
    NO_FOLDER,
    UNREADABLE,
    Fault,
    ImmutableFolder,
    digest_in,
)
from mamoru.document_store.places import INVENTORY, OWN
from mamoru.errors import why
from mamoru.language import Text

MOST_BYTES = 256 << 20
_BEGINNING = 16 << 10
IS_LINK = Text("リンクです（記録はふつうのファイルです）", "is a link (a record is a plain file)")
NO_RECORD = Text("記録として読めません", "cannot be read as a record")


class RecordFile(msgspec.Struct, frozen=True, kw_only=True):
    """One file of a record folder: what the chain reads of it, or why it is no sound record. `seen` is the
    SHA-256 of what is there, where all of it was read."""

    name: str
    digest: str
    linked: Linked | None
    why: Text | None = None
    seen: str = ""


def folders_of(root: Path, place: PurePosixPath) -> list[Path]:
    """The folders in which the records of a place lie: itself, of the inventory one an image."""
    folder = root.joinpath(*place.parts)
    if place != INVENTORY or not folder.is_dir() or folder.is_symlink():
        return [folder]
    return [folder, *sorted(each for each in folder.iterdir() if each.is_dir() and not each.is_symlink())]


def record_files(root: Path, place: PurePosixPath, *, whole: bool) -> Iterator[RecordFile]:
    """Every record file of a place. With `whole` its digest is checked; without, its beginning is read."""
    for folder in folders_of(root, place):
        if not folder.is_symlink():
            for name in ImmutableFolder(folder, most_bytes=MOST_BYTES).names():
                yield _read(root, folder / name, whole=whole)


def strays(root: Path, place: PurePosixPath) -> Iterator[Fault]:
    """What lies in a place and is no record."""
    for folder in folders_of(root, place):
        if folder.is_symlink():
            yield Fault(file=name_of(root, folder), what=IS_LINK)
            continue
        if folder.exists() and not folder.is_dir():
            yield Fault(file=name_of(root, folder), what=NO_FOLDER)
            continue
        for fault in ImmutableFolder(folder, most_bytes=MOST_BYTES).strays():
            old = (
                place == INVENTORY and fault.file.removesuffix(".json").isalnum()
            )  # before records: by image
            if not old:
                yield msgspec.structs.replace(fault, file=name_of(root, folder / fault.file))


def name_of(root: Path, path: Path) -> str:
    """How a file below `.mamoru` is called: `evidence/NAME`."""
    return path.relative_to(root.joinpath(*OWN.parts)).as_posix()


def _read(root: Path, path: Path, *, whole: bool) -> RecordFile:
    name, digest = name_of(root, path), digest_in(path.name) or ""
    if path.is_symlink():
        return RecordFile(name=name, digest=digest, linked=None, why=IS_LINK)
    try:
        with path.open("rb") as stream:
            body = stream.read(MOST_BYTES + 1 if whole else _BEGINNING)
    except OSError as error:
        return RecordFile(name=name, digest=digest, linked=None, why=UNREADABLE.fill(why=why(error)))
    if not whole:
        return RecordFile(name=name, digest=digest, linked=Linked(chain=link_at_start(body)))
    seen = hashlib.sha256(body).hexdigest()
    if seen[:32] != digest:
        return RecordFile(name=name, digest=digest, linked=None, why=DAMAGED, seen=seen)
    read = linked(body)
    return RecordFile(name=name, digest=digest, linked=read, why=None if read else NO_RECORD, seen=seen)
