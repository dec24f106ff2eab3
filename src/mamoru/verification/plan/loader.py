"""Read the compiled test cases."""

from functools import cache
from pathlib import Path

import msgspec

from mamoru.verification.plan.hand_test import HandTests

_COMPILED = Path(__file__).parent / "compiled.json"


@cache
def hand_tests() -> HandTests:
    """Every test by hand, read once in a process."""
    return msgspec.json.decode(_COMPILED.read_bytes(), type=HandTests)
