"""Errors that a caller can act on, by what can be done about them.

MamoruError
├── InputError      what was handed in is wrong: mend it (exit status 2)
├── LimitReached    a limit of time, memory, size or depth stopped the work
├── Unreachable     a network or device did not answer
└── FormatError     foreign bytes are not what their format says (offset, why)
"""

import errno

from mamoru.language import Text, both


class MamoruError(Exception):
    """What happened and what to do about it, in both languages."""

    def __init__(self, message: Text, remedy: Text) -> None:
        super().__init__(message.en)
        self.message = message
        self.remedy = remedy


class InputError(MamoruError):
    """A file, folder or argument that the user gave cannot be used as it is."""


class LimitReached(MamoruError):
    """Work was stopped at a limit; what was found until then stays."""


class Unreachable(MamoruError):
    """Something on a network did not answer."""


class FormatError(Exception):
    """Foreign bytes break their format at `offset` (bytes from the start of what was read)."""

    def __init__(self, offset: int, why: str) -> None:
        super().__init__(f"at {offset:#x}: {why}")
        self.offset = offset
        self.why = why


_WHY = {
    errno.ENOENT: Text("ありません", "it is not there"),
    errno.EACCES: Text("権限がありません", "permission is denied"),
    errno.EPERM: Text("権限がありません", "permission is denied"),
    errno.EROFS: Text("書き込めない場所です", "the place is read-only"),
    errno.ENOSPC: Text("空きがありません", "no space is left"),
    errno.EISDIR: Text("フォルダーです", "it is a folder"),
    errno.ENOTDIR: Text("途中にフォルダーでないものがあります", "a part of the path is no folder"),
    errno.EEXIST: Text("同じ名前のものがすでにあります", "something of that name is there already"),
    errno.ELOOP: Text("リンクがたどりきれません", "its links go round in circles"),
    errno.ENAMETOOLONG: Text("名前が長すぎます", "the name is too long"),
}
_DO = {
    errno.EACCES: Text("読み書きの権限を確かめてください。", "Check that you may read and write there."),
    errno.ENOSPC: Text("空きを増やしてください。", "Free some space."),
    errno.ENAMETOOLONG: Text("短い名前にしてください。", "Give it a shorter name."),
}
_DO |= dict.fromkeys((errno.EPERM, errno.EROFS), _DO[errno.EACCES])
_LOOK = Text("場所を確かめてください。", "Check the path.")


def why(error: OSError) -> Text:
    """What the system says of a file that it refused, in a few words."""
    known = _WHY.get(error.errno or 0)
    return known or both(error.strerror or str(error))


def what_to_do(error: OSError) -> Text:
    """The remedy for a file that the system refused."""
    return _DO.get(error.errno or 0, _LOOK)
