"""Time two things in turn, so that a drifting machine moves both; count their processor time beside the clock's."""

import resource
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """Seconds of one act: by the clock, and of all processors in this process and its children."""

    wall_s: float
    cpu_s: float


def cost(act: Callable[[], object]) -> Cost:
    """What one call costs."""
    start, before = time.perf_counter(), _cpu_s()
    act()
    return Cost(time.perf_counter() - start, _cpu_s() - before)


def _cpu_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def command(*words: str) -> Callable[[], object]:
    """A command as something to time; its output is dropped."""
    return lambda: subprocess.run(words, capture_output=True, check=False)


def compare(name: str, ours: Callable[[], object], peer: Callable[[], object], runs: int = 5) -> None:
    """Print the median ratios ours/peer of `runs` pairs, after one warm-up of each."""
    ours(), peer()
    pairs = [(cost(ours), cost(peer)) for _ in range(runs)]
    for kind, at in (("clock", 0), ("processors", 1)):
        ratios = [mine[at] / theirs[at] for mine, theirs in pairs]
        print(
            f"{name}, by {kind}: ours {statistics.median(mine[at] for mine, _ in pairs):.3f} s, peer "
            f"{statistics.median(theirs[at] for _, theirs in pairs):.3f} s, ratio "
            f"{statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"
        )


def peak_bytes(*words: str) -> int:
    """The most memory that a command and its children hold at once, pages they share counted once (Linux)."""
    running, most = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL), 0
    while running.poll() is None:
        most = max(most, sum(_held_bytes(process) for process in _family(running.pid)))
        time.sleep(0.01)
    return most


def _family(first: int) -> list[int]:
    found = [first]
    for process in found:
        try:
            children = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
        except OSError:
            continue
        found += [int(child) for child in children.split()]
    return found


def _held_bytes(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
