"""What is shown: checks, findings and evidence.

In: checks (found in each phase's `checks` folder) and subjects. Out: `Evidence`, kept as immutable
files. `Check`, `Finding`, `Shown`, `Missing`, `Inconclusive`, `NotApplicable` are what a check is
written with.
"""

from mamoru.evidence.check import Check, Effort, Silence, SubjectKind
from mamoru.evidence.finding import (
    Finding,
    Inconclusive,
    Location,
    Missing,
    NotApplicable,
    Observation,
    Paper,
    Severity,
    Shown,
)
from mamoru.evidence.grade import Grade
from mamoru.evidence.record import Attachment, ByHand, Evidence, Outcome, Subject
from mamoru.evidence.results import Results

__all__ = [
    "Attachment",
    "ByHand",
    "Check",
    "Effort",
    "Evidence",
    "Finding",
    "Grade",
    "Inconclusive",
    "Location",
    "Missing",
    "NotApplicable",
    "Observation",
    "Outcome",
    "Paper",
    "Results",
    "Severity",
    "Shown",
    "Silence",
    "Subject",
    "SubjectKind",
]
