"""What is called in a contained child, by name."""

import ctypes
import os
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

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


def reading(path: str, *, progress: Tell) -> bytes:
    """What stands in a file."""
    return Path(path).read_bytes()


def writing(path: str, *, progress: Tell) -> bytes:
    """Write a file."""
    Path(path).write_bytes(b"x")
    return b"written"


def removing(path: str, *, progress: Tell) -> bytes:
    """Remove a file."""
    Path(path).unlink()
    return b"removed"


def calling(port: str, *, progress: Tell) -> bytes:
    """Connect to a port of this machine."""
    socket.create_connection(("127.0.0.1", int(port)), timeout=5).close()
    return b"connected"


def looking_into(process: str, *, progress: Tell) -> bytes:
    """Attach to another process as a debugger does."""
    attached = ctypes.CDLL(None, use_errno=True).ptrace(16, int(process), None, None)
    return f"{attached} {ctypes.get_errno()}".encode()


def through_a_program(path: str, *, progress: Tell) -> bytes:
    """Let a program of the system write a file."""
    ended = subprocess.run(
        ["/bin/sh", "-c", f"echo x > '{path}' && echo written"], capture_output=True, check=False
    )
    return ended.stdout or ended.stderr


def in_a_temporary_file(*, progress: Tell) -> bytes:
    """Where temporary files lie."""
    with tempfile.NamedTemporaryFile() as file:
        return file.name.encode()
