"""Share numbered pieces of work with one more process, where the system can fork.

The pieces wait in a pipe, and whoever is free takes the next; the other process writes its answers into a
file of its own. Only bytes come back, and what it leaves unanswered is done here.
"""

import os
import struct
import sys
import tempfile
from collections.abc import Callable
from typing import BinaryIO

MOST_PIECES = 512
_NUMBER = struct.Struct("<H")
_HEAD = struct.Struct("<HI")
_LAST = 0xFFFF  # the number of what `farewell` gives
_LARGEST_ANSWER = 64 << 20


def can_share() -> bool:
    """Whether a second process would have a core of its own here."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1


def shared(
    count: int, here: Callable[[int], bytes], there: Callable[[int], bytes], farewell: Callable[[], bytes]
) -> tuple[list[bytes], bytes]:
    """The answers to pieces 0 to `count` - 1: by `here` in this process, by `there` in a forked one; and
    what `farewell` gave there at its end (empty where that process did not reach it).

    For processes without threads, where `can_share`. At most `MOST_PIECES`, so that all fit into the pipe.
    """
    taken, waiting = os.pipe()
    os.write(waiting, b"".join(_NUMBER.pack(number) for number in range(count)))
    os.close(waiting)
    with tempfile.TemporaryFile() as answers:
        other = os.fork()
        if other == 0:
            _work_there(taken, answers, there, farewell)
        try:
            ours = {number: here(number) for number in iter(lambda: _next(taken), None)}
        finally:
            while _next(taken) is not None:
                pass  # where we broke, the other has nothing left to do either
            os.close(taken)
            os.waitpid(other, 0)
        theirs = _answers(answers)
    last = theirs.pop(_LAST, b"")
    done = theirs | ours
    return [done[n] if n in done else here(n) for n in range(count)], last


def _next(taken: int) -> int | None:
    told = os.read(taken, _NUMBER.size)
    return _NUMBER.unpack(told)[0] if len(told) == _NUMBER.size else None


def _work_there(
    taken: int, answers: BinaryIO, there: Callable[[int], bytes], farewell: Callable[[], bytes]
) -> None:
    """The whole life of the other process: it never returns, and ends with its parent."""
    parent = os.getppid()
    try:
        while (number := _next(taken)) is not None and os.getppid() == parent:
            _answer(answers, number, there(number))
        _answer(answers, _LAST, farewell())
        answers.flush()
    finally:
        os._exit(0)


def _answer(answers: BinaryIO, number: int, body: bytes) -> None:
    answers.write(_HEAD.pack(number, len(body)) + body)


def _answers(file: BinaryIO) -> dict[int, bytes]:
    """The whole answers in `file`; one cut off by the end of its process is none."""
    file.seek(0)
    found: dict[int, bytes] = {}
    while len(head := file.read(_HEAD.size)) == _HEAD.size:
        number, size = _HEAD.unpack(head)
        body = file.read(min(size, _LARGEST_ANSWER))
        if len(body) < size:
            break
        found[number] = body
    return found
