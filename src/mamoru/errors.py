"""Errors that a caller can act on, by what can be done about them.

MamoruError
├── InputError      what was handed in is wrong: mend it (exit status 2)
├── LimitReached    a limit of time, memory, size or depth stopped the work
├── Unreachable     a network or device did not answer
└── FormatError     foreign bytes are not what their format says (offset, why)
"""

from mamoru.language import Text


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
