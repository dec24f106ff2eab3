"""Which of the published scores counts: the newest version of CVSS, and of equal ones the gravest."""

from functools import lru_cache

import msgspec

from mamoru.errors import FormatError
from mamoru.operation.vulnerabilities.match import Told
from mamoru.operation.vulnerabilities.priority.cvss import Severity, rated, read_vector, severity
from mamoru.operation.vulnerabilities.record import Score


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """The score that counts: its vector, version, base score, word; which feed brought it, who gave it."""

    vector: str
    version: str
    score: float
    severity: Severity
    source: str
    by: str


def chosen(told: Told) -> Chosen | None:
    """The score of `told` that counts, None where there is none that can be read.

    The published base score is kept; where there is none it is worked out from the vector.
    """
    return _chosen(told.scores)


@lru_cache(1 << 13)  # thousands of a kernel's have the same
def _chosen(scores: tuple[tuple[str, Score], ...]) -> Chosen | None:
    found = []
    for source, score in scores:
        try:
            vector = read_vector(score.vector)
        except FormatError:
            continue
        base = score.base if score.base is not None else _base(score.vector)
        found.append(
            Chosen(
                vector=score.vector,
                version=vector.version,
                score=base,
                severity=severity(base, vector.version),
                source=source,
                by=score.by,
            )
        )
    return max(found, key=lambda each: (each.version, each.score, each.source), default=None)


@lru_cache(1 << 13)
def _base(vector: str) -> float:
    return rated(read_vector(vector)).base
