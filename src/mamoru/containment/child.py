"""Child processes with limits and in a cage: what reads hostile bytes runs in one, and cannot take us with it.

Only raw bytes cross the border, decoded to known shapes on our side; nothing is unpickled that a
child sends.
"""

import contextlib
import importlib
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from multiprocessing import resource_tracker, util
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

import msgspec

from mamoru.containment.cage import Cage, enter
from mamoru.errors import FormatError, LimitReached, MamoruError
from mamoru.language import Text
from mamoru.progress import Progress

MEMORY_BYTES = 2 << 30  # address space of one child, not its resident size
SPARE_S = 30  # of processor time beyond the time limit, which ends a child first
TRACKER_S = 1.0  # at most, for the tracker to end; it takes some ms
MOST_REPLY_BYTES = 256 << 20
_SPAWN = multiprocessing.get_context("spawn")  # the same on every system, and no inherited memory

CRASHED = Text("読み取りの途中で処理が異常終了しました（{why}）。", "The reading process crashed ({why}).")
TOO_SLOW = Text("制限時間（{seconds}秒）を超えました。", "The time limit of {seconds} s was reached.")
TELL_US = Text(
    "イメージが壊れていないか確かめ、続く場合は不具合として報告してください。",
    "Check that the image is whole; if it goes on, please report a bug.",
)
MORE_TIME = Text("イメージを分けて渡してください。", "Hand the image in by parts.")


class Reply(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a child says: progress, a result (encoded), or an error it knows how to tell."""

    progress: str | None = None
    share: float | None = None
    result: bytes | None = None
    message: Text | None = None
    remedy: Text | None = None


def limit_memory(most: int) -> None:
    """Bound this process's address space where the system can (not on Windows)."""
    if sys.platform == "win32":
        return
    import resource  # absent on Windows

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    bound = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def confine(memory_bytes: int, cage: Cage, *, seconds: float | None = None) -> None:
    """Put the process at hand, a child of ours, under all limits: memory, processor time, and the cage."""
    limit_memory(memory_bytes)
    if seconds is not None and sys.platform != "win32":
        import resource  # absent on Windows

        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        most = int(seconds) + SPARE_S
        resource.setrlimit(
            resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
        )
    hush()
    enter(cage)


def hush() -> None:
    """Send what this process prints to the error stream: the output is the command's alone."""
    with contextlib.suppress(OSError):  # the streams may be closed
        os.dup2(2, 1)


def spawn(target: Callable[..., None], *arguments: object) -> tuple[BaseProcess, Connection]:
    """Start `target(connection, *arguments)` in a child; `target` is a function of a module."""
    ours, theirs = _SPAWN.Pipe(duplex=True)
    child = _SPAWN.Process(target=target, args=(theirs, *arguments), daemon=True)
    with _no_interrupt():
        child.start()
    theirs.close()
    return child, ours


@contextlib.contextmanager
def _no_interrupt() -> Iterator[None]:
    """A child started here never sees Ctrl-C: its parent does, and ends it without noise. What
    arrives meanwhile waits."""
    if sys.platform == "win32":
        yield
        return
    # The first start of a child also starts multiprocessing's tracker, which unblocks SIGINT behind
    # our back: so it is started before.
    resource_tracker.ensure_running()
    _tracker_ends_with_us()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@cache
def _tracker_ends_with_us() -> None:
    """Wait at our own end, when every child has gone, for multiprocessing's tracker to end: it goes when it
    sees us gone, and would be left in our group for that moment."""
    util.Finalize(None, _end_tracker, exitpriority=-100)  # after all that may still tell it something


def _end_tracker() -> None:
    tracker = getattr(resource_tracker, "_resource_tracker", None)  # no public name; without it as before
    descriptor, number = getattr(tracker, "_fd", None), getattr(tracker, "_pid", None)
    if tracker is None or descriptor is None or number is None:
        return
    tracker._fd = tracker._pid = None
    with contextlib.suppress(OSError):  # it has ended before
        os.close(descriptor)
        due = time.monotonic() + TRACKER_S
        while os.waitpid(number, os.WNOHANG) == (0, 0) and time.monotonic() < due:
            time.sleep(0.002)


def end(child: BaseProcess, connection: Connection) -> None:
    """Stop a child for good."""
    connection.close()
    if child.is_alive():
        child.kill()
    child.join()


def contained(
    function: str,
    arguments: tuple[str, ...],
    *,
    cage: Cage,
    timeout_s: float,
    memory_bytes: int = MEMORY_BYTES,
    progress: Progress | None = None,
) -> bytes:
    """What `function` ("module:name", called with `arguments` and a progress callable) returned as
    bytes, from a child process in `cage`; before it is shut, the module's `prepare` is called, where it has one.

    Raises `LimitReached`: with the texts of a `MamoruError` raised in the child, or where the child
    took longer than `timeout_s` in all, ran out of memory, broke or died.
    """
    child, connection = spawn(_call, function, arguments, memory_bytes, cage, timeout_s)
    due = time.monotonic() + timeout_s
    try:
        while connection.poll(max(0.0, due - time.monotonic())):
            reply = msgspec.msgpack.decode(connection.recv_bytes(MOST_REPLY_BYTES), type=Reply)
            if reply.result is not None:
                return reply.result
            if reply.message is not None:
                raise LimitReached(reply.message, reply.remedy or TELL_US)
            if progress is not None and reply.progress is not None:
                progress(reply.progress, reply.share)
        raise LimitReached(TOO_SLOW.fill(seconds=int(timeout_s)), MORE_TIME)
    except (EOFError, OSError, msgspec.MsgspecError) as error:
        child.join(1)
        raise LimitReached(CRASHED.fill(why=f"exit {child.exitcode}"), TELL_US) from error
    finally:
        end(child, connection)


def _call(
    connection: Connection,
    function: str,
    arguments: tuple[str, ...],
    memory_bytes: int,
    cage: Cage,
    timeout_s: float,
) -> None:
    place, _, name = function.partition(":")

    def tell(what: str, share: float | None) -> None:
        connection.send_bytes(msgspec.msgpack.encode(Reply(progress=what, share=share)))

    try:
        module = importlib.import_module(place)
        if (prepare := getattr(module, "prepare", None)) is not None:
            prepare()  # what it imports late is imported outside of the cage, where Python keeps it compiled
        confine(memory_bytes, cage, seconds=timeout_s)
        result = getattr(module, name)(*arguments, progress=tell)
        reply = Reply(result=result)
    except MamoruError as error:
        reply = Reply(message=error.message, remedy=error.remedy)
    except MemoryError:
        reply = Reply(message=CRASHED.fill(why="out of memory"), remedy=MORE_TIME)
    except FormatError as error:
        reply = Reply(message=CRASHED.fill(why=str(error)), remedy=TELL_US)
    except Exception as error:  # noqa: BLE001  (whatever breaks the child is told, not printed there)
        reply = Reply(message=CRASHED.fill(why=f"{type(error).__name__}: {error}"[:200]), remedy=TELL_US)
    with contextlib.suppress(OSError):  # nobody listens any more: we are about to be ended
        connection.send_bytes(msgspec.msgpack.encode(reply))
