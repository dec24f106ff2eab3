"""What is called in a contained child, by name."""

import os
import signal
from collections.abc import Callable

from mamoru.errors import FormatError, InputError
from mamoru.language import Text

Tell = Callable[[str, float | None], None]


def fine(word: str, *, progress: Tell) -> bytes:
    """Tells of its progress, and gives the word back."""
    progress("half way", 0.5)
    return word.encode()


def endless(*, progress: Tell) -> bytes:
    """Never ends, but keeps telling that it goes on."""
    while True:
        progress("still at it", None)


def crash(*, progress: Tell) -> bytes:
    """Takes its process with it."""
    os.abort()


def interrupted(*, progress: Tell) -> bytes:
    """Goes on where the user presses Ctrl-C: its parent decides."""
    signal.raise_signal(signal.SIGINT)
    return b"went on"


def greedy(*, progress: Tell) -> bytes:
    """Wants more memory than it may have."""
    return bytes(bytearray(8 << 30))


def wrong_input(*, progress: Tell) -> bytes:
    """Raises an error that a user can act on."""
    raise InputError(Text("壊れています", "it is broken"), Text("直してください", "mend it"))


def wrong_format(*, progress: Tell) -> bytes:
    """Raises what a parser raises."""
    raise FormatError(16, "no such block")


def bug(*, progress: Tell) -> bytes:
    """Raises what nobody foresaw."""
    raise LookupError("nobody foresaw this")


def load_word(word: str) -> str:
    """The loader of jobs: the word itself."""
    return word


def load_broken(word: str) -> str:
    """A loader that cannot read its subject."""
    raise OSError(f"{word} cannot be read")
