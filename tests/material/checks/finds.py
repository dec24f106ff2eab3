"""Finds one thing in what it is handed."""

from collections.abc import Iterator

from mamoru.evidence import Location, Observation
from material.metadata import a_check

CHECK = a_check("T-FINDS")


def run(looked_at: str) -> Iterator[Observation]:
    """Finds one thing in what it is handed."""
    yield CHECK.finding(at=Location(path=looked_at), proof="seen")
