"""Wants more memory than there is."""

from collections.abc import Iterator

from mamoru.evidence import Observation
from material.metadata import a_check

CHECK = a_check("T-GREEDY")


def run(looked_at: str) -> Iterator[Observation]:
    """Wants more memory than there is."""
    bytearray(1 << 40)
    yield from ()
