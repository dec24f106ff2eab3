"""Raises after its first finding."""

from collections.abc import Iterator

from mamoru.evidence import Location, Observation
from material.metadata import a_check

CHECK = a_check("T-RAISES", claims=("c0", "c1"))


def run(looked_at: str) -> Iterator[Observation]:
    """Raises after its first finding."""
    yield CHECK.finding(at=Location(path=looked_at), proof="seen", refutes=("c0",))
    raise IndexError("past the end")
