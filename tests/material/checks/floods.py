"""Finds ten thousand things."""

from collections.abc import Iterator

from mamoru.evidence import Location, Observation
from material.metadata import a_check

CHECK = a_check("T-FLOODS")


def run(looked_at: str) -> Iterator[Observation]:
    """Finds ten thousand things."""
    for number in range(10_000):
        yield CHECK.finding(at=Location(path=looked_at, line=number), proof="seen")
