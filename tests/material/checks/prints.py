"""Prints, and yields what is no observation."""

from collections.abc import Iterator

from material.metadata import a_check

CHECK = a_check("T-PRINTS", claims=("c0",))


def run(looked_at: str) -> Iterator[object]:
    """Prints."""
    print("noise")  # noqa: T201  (that is the point)
    yield looked_at
