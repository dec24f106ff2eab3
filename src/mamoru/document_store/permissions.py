"""Who may read what Mamoru writes into a workspace: its group as the workspace says, never the world."""

import contextlib
import os
import stat
from pathlib import Path

from mamoru.document_store.whole_file import write_whole

PRIVATE = 0o600  # keys
_NOT_THE_WORLD = 0o770


def file_mode(workspace: Path) -> int:
    """The rights of a file in `workspace`: its group's as the folder says, nothing for the world."""
    return workspace.stat().st_mode & 0o660 | PRIVATE


def shared_with_group(path: Path, workspace: Path) -> None:
    """Give a file or folder that was just made the group and the group's rights of `workspace`, and nothing
    to the world. What a system does not know (Windows, some shares) stays as it is."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        home = workspace.stat()
        made = path.stat()
        mode = home.st_mode & _NOT_THE_WORLD if stat.S_ISDIR(made.st_mode) else file_mode(workspace)
        if made.st_gid != home.st_gid:
            with contextlib.suppress(OSError):  # the writer is no member of that group
                os.chown(path, -1, home.st_gid)
        path.chmod(mode)


def write_shared(path: Path, body: bytes, workspace: Path) -> None:
    """Write a file of `workspace` whole or not at all, in folders that are made where they are missing, with
    the workspace's group and nothing for the world. Raises `OSError`."""
    made_folder(path.parent, workspace)
    write_whole(path, body, mode=file_mode(workspace) if os.name == "posix" else None)
    shared_with_group(path, workspace)


def made_folder(folder: Path, workspace: Path) -> None:
    """Make `folder` and those above it up to `workspace`, each with the workspace's group."""
    missing = []
    here = folder
    while here != workspace and not here.exists():
        missing.append(here)
        here = here.parent
    folder.mkdir(parents=True, exist_ok=True)
    for each in reversed(missing):
        shared_with_group(each, workspace)
