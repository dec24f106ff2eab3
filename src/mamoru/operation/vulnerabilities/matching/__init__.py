"""Which published vulnerabilities a release's components have, each with why.

In: the components of a release, and an open store. Out: `matched()`: matches, what was ruled out, and
what each component's sources cover. `matches_of()` gives the matches alone, of some components among
their `Surroundings`. `near_misses()` tells of one vulnerability why it is none.
"""

from mamoru.operation.vulnerabilities.matching.conditions import Surroundings
from mamoru.operation.vulnerabilities.matching.matching import (
    Coverage,
    Matched,
    NearMiss,
    Speaks,
    matched,
    matches_of,
    near_misses,
)
from mamoru.operation.vulnerabilities.matching.says import Says

__all__ = [
    "Coverage",
    "Matched",
    "NearMiss",
    "Says",
    "Speaks",
    "Surroundings",
    "matched",
    "matches_of",
    "near_misses",
]
