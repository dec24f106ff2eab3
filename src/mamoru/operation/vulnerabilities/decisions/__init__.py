"""The memory of decisions: what was decided of a vulnerability, for which releases, until when.

In: decisions as kept in `.mamoru/decisions/` (`DecisionFolder`), suppliers' answers (`said_by_supplier`),
imported VEX. Out: `answered()`: what holds for a match now, by which decision, or why it is open again.
"""

from mamoru.operation.vulnerabilities.decisions.answering import Answered, Setting, answered
from mamoru.operation.vulnerabilities.decisions.decision import (
    Condition,
    Decision,
    Judged,
    Justification,
    Scope,
    checked,
)
from mamoru.operation.vulnerabilities.decisions.ending import ending
from mamoru.operation.vulnerabilities.decisions.folder import DECISIONS, DecisionFolder, Kept
from mamoru.operation.vulnerabilities.decisions.suppliers import said_by_supplier
from mamoru.operation.vulnerabilities.decisions.telling import (
    DecisionTold,
    Standing,
    decision_told,
    standings,
)

__all__ = [
    "DECISIONS",
    "Answered",
    "Condition",
    "Decision",
    "DecisionFolder",
    "DecisionTold",
    "Judged",
    "Justification",
    "Kept",
    "Scope",
    "Setting",
    "Standing",
    "answered",
    "checked",
    "decision_told",
    "ending",
    "said_by_supplier",
    "standings",
]
