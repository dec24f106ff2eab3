"""The verification plan: what is tested automatically, what by hand and how, and what came of it.

In: targets (what applies, what was answered, what was decided), the checks, the test cases of `data/`,
and the evidence so far. Out: a `Plan` with its coverage matrix, and evidence for each result by hand.
"""

from mamoru.verification.plan.hand_test import HandTest, HandTests
from mamoru.verification.plan.history import Noted, of_these_images
from mamoru.verification.plan.loader import hand_tests
from mamoru.verification.plan.model import Covered, Plan, PlannedTest, Standing, Target, TargetKind, Tried
from mamoru.verification.plan.parts import Parts, parts_of
from mamoru.verification.plan.planning import Made, plan_for
from mamoru.verification.plan.recording import Entry, Result, check_of, evidence_of
from mamoru.verification.plan.touched import tests_touched

__all__ = [
    "Covered",
    "Entry",
    "HandTest",
    "HandTests",
    "Made",
    "Noted",
    "Parts",
    "Plan",
    "PlannedTest",
    "Result",
    "Standing",
    "Target",
    "TargetKind",
    "Tried",
    "check_of",
    "evidence_of",
    "hand_tests",
    "of_these_images",
    "parts_of",
    "plan_for",
    "tests_touched",
]
