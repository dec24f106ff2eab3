"""The scores of a vector, by the version's own equations, in exact arithmetic."""

from decimal import Decimal
from typing import Literal

import msgspec

from mamoru.operation.vulnerabilities.priority.cvss.four import score_4
from mamoru.operation.vulnerabilities.priority.cvss.three import score_3
from mamoru.operation.vulnerabilities.priority.cvss.two import score_2
from mamoru.operation.vulnerabilities.priority.cvss.vector import Vector

Severity = Literal["none", "low", "medium", "high", "critical"]


class Rating(msgspec.Struct, frozen=True, kw_only=True):
    """Scores from 0 to 10 with one decimal. `temporal` (of 4.0: with the threat metric) and
    `environmental` (with all) are None where the vector says nothing on such metrics."""

    base: float
    temporal: float | None = None
    environmental: float | None = None

    @property
    def overall(self) -> float:
        """The score with all that the vector says."""
        if self.environmental is not None:
            return self.environmental
        return self.base if self.temporal is None else self.temporal


def rated(vector: Vector) -> Rating:
    """The scores of `vector`."""
    base, temporal, environmental = {"2": score_2, "3": score_3, "4": score_4}[vector.version[0]](vector)
    scheme = vector.scheme
    return Rating(
        base=float(base),
        temporal=_where(temporal, defined=vector.defines(scheme.temporal)),
        environmental=_where(environmental, defined=vector.defines(scheme.environmental)),
    )


def _where(score: Decimal, *, defined: bool) -> float | None:
    return float(score) if defined else None


def severity(score: float, version: str = "3.1") -> Severity:
    """The word for a score. Source: CVSS v3.1, table 14, v4.0, table 22; for 2.0 the NVD's three words."""
    if score == 0 and version != "2.0":
        return "none"
    if score < 4:
        return "low"
    if score < 7:
        return "medium"
    return "high" if score < 9 or version == "2.0" else "critical"
