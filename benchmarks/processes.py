"""Run a command and measure it: wall seconds, user and system seconds of it and its children, memory."""

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

LOOK_S = 0.005
MOST_STATUS = 250  # a scanner counts findings in its status
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Measured(NamedTuple):
    """What a command took; `peak` is the memory (bytes, resident) of all its processes together."""

    wall: float
    cpu: float
    peak: int

    def __str__(self) -> str:
        return f"{self.wall:.2f} s wall, {self.cpu:.2f} s user+sys, {self.peak / 1e6:.0f} MB"


def measured(words: Sequence[str], env: Mapping[str, str], most: int = 1) -> Measured:
    """Run `words` once with `env` added. An exit status above `most` raises `RuntimeError`."""
    start = time.perf_counter()
    process = subprocess.Popen(
        words, env=_environment(env), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    peak = _Peak(process.pid)
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode > most:
        raise RuntimeError(f"{' '.join(words)}: {said.decode()[-500:]}")
    return Measured(wall, used.ru_utime + used.ru_stime, peak.ended() or used.ru_maxrss * 1024)


def median(words: Sequence[str], env: Mapping[str, str], runs: int = 7) -> Measured:
    """The medians of `runs`, after one that warms up."""
    measured(words, env, MOST_STATUS)
    every = [measured(words, env, MOST_STATUS) for _ in range(runs)]
    return Measured(
        statistics.median(one.wall for one in every),
        statistics.median(one.cpu for one in every),
        max(one.peak for one in every),
    )


def _environment(env: Mapping[str, str]) -> dict[str, str]:
    """Ours with `env` added; compiled modules are kept, as an installed program has them."""
    return {**{k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}, **env}


class _Peak:
    """Looks at the memory of a process and its children until they have ended (where there is /proc)."""

    def __init__(self, pid: int) -> None:
        self._pid, self._most, self._on = pid, 0, True
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def ended(self) -> int:
        self._on = False
        self._thread.join()
        return self._most

    def _look(self) -> None:
        while self._on:
            self._most = max(self._most, sum(_resident(pid) for pid in _family(self._pid)))
            time.sleep(LOOK_S)


def _family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(each for child in children for each in _family(int(child)))]


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0
