"""Takes its process with it."""

import os
from collections.abc import Iterator

from mamoru.evidence import Observation
from material.metadata import a_check

CHECK = a_check("T-CRASHES")


def run(looked_at: str) -> Iterator[Observation]:
    """Takes its process with it."""
    os.abort()
    yield
