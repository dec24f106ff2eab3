"""Copy the example's workspace into a folder of the user, and leave alone what the user made of it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from mamoru.document_store.permissions import write_shared
from mamoru.document_store.places import DEMO
from mamoru.errors import InputError
from mamoru.language import Text

RECORD = DEMO.as_posix()
_FOREIGN = Text(
    "{folder} には、デモのものではない {file} があります。",
    "{folder} holds a {file} that is not the demo's.",
)
_ELSEWHERE = Text("別のフォルダーを指定してください。", "Name another folder.")


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What was put into the folder: path -> SHA-256 as it was written; for an image also what it was
    made from."""

    files: dict[str, str] = {}
    images: dict[str, tuple[str, str]] = {}


def read_record(folder: Path) -> Record:
    """The record of an earlier run; empty where there is none or it cannot be read."""
    try:
        return msgspec.json.decode((folder / RECORD).read_bytes(), type=Record)
    except (OSError, msgspec.MsgspecError):
        return Record()


def write_record(folder: Path, record: Record) -> None:
    """Keep `record` for the next run, whole or not at all."""
    write_shared(folder / RECORD, msgspec.json.encode(record, order="sorted"), folder)


def copy_workspace(example: Path, folder: Path, before: Record) -> tuple[dict[str, str], tuple[str, ...]]:
    """Copy what is not there yet, renew what nobody has touched, keep what somebody changed.

    Gives the digests of the demo's own files, and the names of those kept. `InputError` where the
    folder holds other people's files under these names.
    """
    ours: dict[str, str] = {}
    kept: list[str] = []
    sources = dict(_sources(example))
    for name in sources:
        if name not in before.files and (folder / name).exists():
            theirs = (folder / name).read_bytes() if (folder / name).is_file() else b""
            if theirs != sources[name]:
                raise InputError(_FOREIGN.fill(folder=folder, file=name), _ELSEWHERE)
    for name, content in sources.items():
        target = folder / name
        digest = hashlib.sha256(content).hexdigest()
        if target.is_file():
            now = hashlib.sha256(target.read_bytes()).hexdigest()
            if now not in (digest, before.files.get(name)):
                kept.append(name)
                ours[name] = before.files[name]
                continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        ours[name] = digest
    return ours, tuple(kept)


def _sources(example: Path) -> Iterator[tuple[str, bytes]]:
    for top in ("maker.yaml", "docs", "products"):
        found = [example / top] if (example / top).is_file() else sorted((example / top).rglob("*"))
        for path in found:
            if path.is_file() and path.suffix in (".yaml", ".md", ".txt"):
                yield path.relative_to(example).as_posix(), path.read_bytes()
