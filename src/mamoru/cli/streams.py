"""The three streams of a process as a command may find them: closed, or in an encoding that lacks signs."""

import codecs
import os
import sys
from pathlib import Path

from mamoru.language import Lang

SPOKEN = ("text", "table")  # forms for a person; all others are read by machines, in UTF-8
_SAMPLE = "守ガー。"

LETTERS = "letters"  # the handler of what an encoding does not have


def _in_letters(error: UnicodeError) -> tuple[str, int]:
    """A sign of ours in the letters that stand for it on a terminal of letters, anything else escaped."""
    from mamoru.assessment.report.signs import STATES
    from mamoru.assessment.report.terminal.pen import PLAIN

    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = PLAIN | {mark.sign: mark.letters for mark in STATES.values()}
    missing = error.object[error.start : error.end]
    told = "".join(letters.get(c) or c.encode("ascii", "backslashreplace").decode("ascii") for c in missing)
    return told, error.end


codecs.register_error(LETTERS, _in_letters)


def open_streams() -> None:
    """Give a closed stream a place to go to, and let none fail on a sign that it lacks."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):  # in the order of their numbers
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  (open to the end)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=LETTERS)


def readable(lang: Lang) -> Lang:
    """`lang`, or English where standard output cannot show Japanese."""
    try:
        _SAMPLE.encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return Lang.EN
    return lang


def speak_utf8() -> None:
    """Make standard output UTF-8 with plain line ends: what a machine reads is the same everywhere."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
