"""Time two commands in turn, so that a drifting machine moves both."""

import statistics
import subprocess
import time
from collections.abc import Callable


def seconds(act: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def command(*words: str) -> Callable[[], object]:
    """A command as something to time; its output is dropped."""
    return lambda: subprocess.run(words, capture_output=True, check=False)


def compare(name: str, ours: Callable[[], object], peer: Callable[[], object], runs: int = 5) -> None:
    """Print the median ratio ours/peer of `runs` pairs, after one warm-up of each."""
    ours(), peer()
    pairs = [(seconds(ours), seconds(peer)) for _ in range(runs)]
    ratios = [a / b for a, b in pairs]
    print(
        f"{name}: ours {statistics.median(a for a, _ in pairs):.3f} s, peer "
        f"{statistics.median(b for _, b in pairs):.3f} s, ratio {statistics.median(ratios):.2f} "
        f"({min(ratios):.2f}-{max(ratios):.2f})"
    )
