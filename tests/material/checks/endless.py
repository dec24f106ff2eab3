"""Never ends."""

from collections.abc import Iterator

from mamoru.evidence import Observation
from material.metadata import a_check

CHECK = a_check("T-ENDLESS", timeout_s=1.0)


def run(looked_at: str) -> Iterator[Observation]:
    """Never ends."""
    while True:
        pass
    yield
