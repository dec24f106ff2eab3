"""What is asked: the guide and the standards, as data.

In: YAML files, one a standard, and the claims that are the hinge to what is shown. Out: `catalog()`,
read in its compiled form, and `evaluate` for the conditions under which a requirement applies.
"""

from mamoru.catalog.conditions import Verdict, evaluate
from mamoru.catalog.loader import catalog
from mamoru.catalog.model import (
    Case,
    Catalog,
    Claim,
    Condition,
    Fact,
    Group,
    MappingEntry,
    Need,
    Requirement,
    Source,
    Standard,
)

__all__ = [
    "Case", "Catalog", "Claim", "Condition", "Fact", "Group", "MappingEntry", "Need", "Requirement",
    "Source", "Standard", "Verdict", "catalog", "evaluate",
]  # fmt: skip
