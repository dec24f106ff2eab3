"""What is told of a release's vulnerabilities: the published shapes, and a list of parts made into them.

In: components (or a file that lists them) and an open store. Out: `MatchesTold`, which the screen, the
report and the JSON show.
"""

from mamoru.operation.vulnerabilities.telling.matches import (
    Telling,
    components_in,
    in_order,
    is_list,
    matches_folded,
    matches_told,
)
from mamoru.operation.vulnerabilities.telling.shapes import KernelTold, MatchesTold, MatchTold
from mamoru.operation.vulnerabilities.telling.weighing import NOTHING, Circumstances, Weighed, weighed

__all__ = [
    "NOTHING",
    "Circumstances",
    "KernelTold",
    "MatchTold",
    "MatchesTold",
    "Telling",
    "Weighed",
    "components_in",
    "in_order",
    "is_list",
    "matches_folded",
    "matches_told",
    "weighed",
]
