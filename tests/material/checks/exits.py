"""Leaves, with a status that says that all is well."""

import sys

from material.metadata import a_check

CHECK = a_check("T-EXITS", claims=("c0",))


def run(looked_at: str) -> list[object]:
    """Leaves."""
    sys.exit(0)
