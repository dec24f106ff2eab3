"""What git must know of `.mamoru`: what stays out, and that no line end of a record is ever changed."""

from pathlib import Path

from mamoru.document_store.permissions import write_shared
from mamoru.document_store.places import GIT_ATTRIBUTES, GIT_IGNORE

IGNORED = """\
# Of this very folder and machine; everything else here belongs into git.
/lock
/watch/
.tmp-*
.*.tmp
"""
ATTRIBUTES = """\
# Records are named by their digest: a changed line end would look like a forgery.
* -text
"""


def git_files() -> dict[str, str]:
    """The files by their path in the workspace."""
    return {GIT_IGNORE.as_posix(): IGNORED, GIT_ATTRIBUTES.as_posix(): ATTRIBUTES}


def made_ready_for_git(root: Path) -> None:
    """Write them where they are not there; what somebody wrote there is left alone. Raises `OSError`."""
    for name, text in git_files().items():
        path = root / name
        if not path.exists() and not path.is_symlink():
            write_shared(path, text.encode(), root)
