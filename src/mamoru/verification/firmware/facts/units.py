"""systemd units that are enabled, and the commands they run."""

import re
from collections.abc import Iterator
from posixpath import basename

import msgspec

from mamoru.verification.firmware.facts.scripts import commands
from mamoru.verification.firmware.image import EntryKind, FileTree

_FOLDERS = ("/etc/systemd/system", "/run/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system")
_WANTED = re.compile(r"^(?:/etc|/usr/lib|/lib|/run)/systemd/system/[^/]+\.(?:wants|requires)/([^/]+)$")
_EXEC = re.compile(r"^\s*(Exec(?:Start|StartPre|StartPost))\s*=\s*[-@:+!]*(.*)$")


class UnitCommand(msgspec.Struct, frozen=True):
    """A command of an enabled unit: its words, the unit file, the line (from 1) and its text."""

    words: tuple[str, ...]
    path: str
    line: int
    text: str


def units(tree: FileTree) -> Iterator[UnitCommand]:
    """The commands that the enabled units start; a socket brings its service."""
    seen: set[str] = set()
    for entry in sorted(tree, key=lambda entry: entry.path):
        wanted = _WANTED.match(entry.path)
        if wanted is None:
            continue
        for name in _with_service(wanted[1]):
            path = unit_file(tree, name)
            if path is not None and path not in seen:
                seen.add(path)
                yield from _commands(tree, path)


def _with_service(name: str) -> tuple[str, ...]:
    if name.endswith(".socket"):
        stem = name.removesuffix(".socket")
        return name, f"{stem}.service", f"{stem}@.service"
    return (name,)


def unit_file(tree: FileTree, name: str) -> str | None:
    """The file of unit `name` (of its template, for an instance), None if there is none or it is masked."""
    template = re.sub(r"@[^.]*\.", "@.", name, count=1)
    for candidate in (name, template):
        for folder in _FOLDERS:
            entry = tree.entry(f"{folder}/{candidate}")
            if entry is not None and entry.kind is EntryKind.LINK and basename(entry.target or "") == "null":
                return None
            real = tree.resolve(f"{folder}/{candidate}")
            if real is not None and real.kind is EntryKind.FILE:
                return real.path
    return None


def _commands(tree: FileTree, path: str) -> Iterator[UnitCommand]:
    overrides = tree.under(f"/etc/systemd/system/{basename(path)}.d")
    for file in (path, *(entry.path for entry in overrides if entry.path.endswith(".conf"))):
        for number, line in enumerate((tree.text(file) or "").split("\n"), 1):
            if (found := _EXEC.match(line)) and found[2].strip():
                for command in commands(found[2].replace("%", "%%")):
                    yield UnitCommand(command.words, file, number, line.strip())
