"""The branch that a release is of."""

import re


def series(version: str) -> str | None:
    """The series of a version of three numbers or more: `3.0` of `3.0.2`, `1.1` of `1.1.1n`."""
    numbers = re.match(r"(\d+(?:\.\d+)+)\.\d+", version)
    return numbers[1] if numbers else None
