"""Where it stands: the assessment as a pure function of what is asked, made and shown, and a day.

In: a catalogue, the standards asked for, the product's subjects and facts, evidence, a date.
Out: `Assessment`, requirement by requirement with reason and next action. `report/` presents it.
"""

from mamoru.assessment.assess import Made, accepted, assess
from mamoru.assessment.result import (
    Action,
    Assessment,
    ClaimStanding,
    ClaimState,
    GroupStanding,
    RequirementStanding,
    StandardStanding,
    State,
)

__all__ = [
    "Action",
    "Assessment",
    "ClaimStanding",
    "ClaimState",
    "GroupStanding",
    "Made",
    "RequirementStanding",
    "StandardStanding",
    "State",
    "accepted",
    "assess",
]
