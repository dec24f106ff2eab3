"""File trees while they are built: plain paths out of hostile names, one entry a path."""

import posixpath

from mamoru.errors import FormatError
from mamoru.verification.firmware.image import Entry, EntryKind, Tree
from mamoru.verification.firmware.opening.limits import Budget
from mamoru.verification.firmware.reading.reader import Found

_ROOT_FILES = ("/etc/passwd", "/etc/inittab", "/etc/shadow", "/etc/init.d/rcS", "/bin/busybox", "/sbin/init")
_PROGRAMS = ("/bin", "/sbin", "/usr/bin")
_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/etc")


def plain_path(name: bytes, most: int) -> tuple[str, str | None]:
    """`name` as an absolute path without `.`, `..` and `//`, and the stored name where it pointed out
    of the tree (`..`) or was longer than `most` bytes, else None. Bytes that are not UTF-8 are
    written as `\\xNN`."""
    stored = name[:most].decode("utf-8", "backslashreplace").replace("\0", "\\x00")
    steps = [step for step in stored.split("/") if step not in ("", ".")]
    hostile = ".." in steps or len(name) > most
    path = "/" + "/".join(step for step in steps if step != "..")
    return path, (stored if hostile else None)


class TreeBuilder:
    """Collects what a reader finds into one tree; of two entries with one path the later stands, as
    it would when extracted, but a hostile name never takes the place of a plain one."""

    def __init__(self, format_name: str, budget: Budget) -> None:
        self._format = format_name
        self._budget = budget
        self._entries: dict[str, Entry] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, found: Found) -> None:
        """Add one entry and the folders above it that are not stored."""
        self._budget.file()
        path, hostile = plain_path(found.name, self._budget.limits.path_bytes)
        if hostile is not None:
            path = self._aside(path)
        target = None if found.target is None else _text(found.target)
        entry = Entry(
            path=path,
            kind=found.kind,
            mode=found.mode & 0o7777,
            uid=found.uid,
            gid=found.gid,
            size=found.size,
            target=target,
            blob=found.blob,
            hostile=hostile,
        )
        self._folders_above(path)
        self._entries.pop(path, None)
        self._entries[path] = entry

    def files(self) -> list[Entry]:
        """The regular files so far."""
        return [entry for entry in self._entries.values() if entry.kind is EntryKind.FILE]

    def tree(self, container: str) -> Tree:
        """The tree as a value."""
        entries = tuple(sorted(self._entries.values(), key=lambda entry: entry.path))
        return Tree(container=container, format=self._format, root=self.looks_like_a_root(), entries=entries)

    def looks_like_a_root(self) -> bool:
        """Whether this is what a device mounts as `/`."""
        if any(path in self._entries for path in _ROOT_FILES):
            return True
        has_programs = any(path in self._entries for path in _PROGRAMS)
        return has_programs and any(path in self._entries for path in _LIBRARIES)

    def _folders_above(self, path: str) -> None:
        above = posixpath.dirname(path)
        missing = []
        while above not in self._entries:
            missing.append(above)
            if above == "/":
                break
            above = posixpath.dirname(above)
        for folder in reversed(missing):
            self._budget.file()
            self._entries[folder] = Entry(path=folder, kind=EntryKind.DIRECTORY, mode=0o755)

    def _aside(self, path: str) -> str:
        """`path`, or where something stands there already, a free path beside it."""
        free, number = path, 1
        while free in self._entries:
            number += 1
            free = f"{path}~{number}"
            if number > 1000:
                raise FormatError(0, "a thousand hostile names that mean one path")
        return free


def _text(name: bytes) -> str:
    return name.decode("utf-8", "backslashreplace").replace("\0", "\\x00")
