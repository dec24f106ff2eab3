"""A check: its metadata, and how it speaks of what it sees."""

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from mamoru.evidence.finding import Finding, Location, Missing, Paper, Severity, Shown
from mamoru.evidence.grade import Grade
from mamoru.language import Text, both


class SubjectKind(StrEnum):
    """What a check looks at, and so what its evidence speaks of.

    The first three are handed `mamoru.product.Documents`, FIRMWARE an
    `mamoru.verification.firmware.OpenedImage`, COMPONENTS the `mamoru.product.sbom.Inventories` of a
    release, VULNERABILITIES the `mamoru.operation.vulnerabilities.telling.MatchesTold` of its components,
    RESULTS the `Results` of its other checks.
    """

    MAKER = "maker"
    PRODUCT = "product"
    RELEASE = "release"
    FIRMWARE = "firmware"
    COMPONENTS = "components"
    VULNERABILITIES = "vulnerabilities"
    RESULTS = "results"


class Silence(StrEnum):
    """What it means when a check runs to its end and yields nothing."""

    SHOWS = "shows"  # it looked everywhere that matters: its claims are shown
    SAYS_NOTHING = "says-nothing"  # it only knows what is bad: silence shows nothing


class Effort(StrEnum):
    """What mending usually costs, for choosing the next actions."""

    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"


class Check(msgspec.Struct, frozen=True, kw_only=True):
    """Metadata of one check; the function `run` beside it does the looking.

    `claims` are refuted by each finding, and shown by silence where `silence` says so.
    `why` says why it matters to a maker, `remedy` how to mend. `limits` are what it cannot see.
    `version` rises with each change of behaviour: evidence of an older version stops counting.
    """

    id: str
    version: int = 1
    title: Text
    why: Text
    remedy: Text
    severity: Severity
    claims: tuple[str, ...]
    subject: SubjectKind
    cwe: tuple[str, ...] = ()
    grade: Grade = Grade.MEASURED
    silence: Silence = Silence.SHOWS
    effort: Effort = Effort.HOURS
    needs: tuple[str, ...] = ("rootfs",)  # firmware: the parts without which it is inconclusive
    dated: bool = False  # `run` is handed the day of the assessment too, as `on`
    limits: Text | None = None
    references: tuple[str, ...] = ()
    timeout_s: float = 60.0

    def finding(
        self,
        *,
        at: Location,
        proof: str,
        title: Text | None = None,
        remedy: Text | None = None,
        severity: Severity | None = None,
        cwe: Sequence[str] | None = None,
        refutes: Sequence[str] | None = None,
    ) -> Finding:
        """A finding of this check at `at`; what is not given is the check's own."""
        return Finding(
            check=self.id,
            severity=severity or self.severity,
            cwe=tuple(cwe) if cwe is not None else self.cwe,
            title=title or self.title,
            location=at,
            proof=proof,
            remedy=remedy or self.remedy,
            why=self.why,
            refutes=tuple(refutes) if refutes is not None else self.claims,
        )

    def shown(
        self,
        *,
        proof: Text | str,
        at: Location | None = None,
        claim: str | None = None,
        grade: Grade | None = None,
        by: str | None = None,
        papers: Sequence[Paper] = (),
    ) -> Shown:
        """Positive proof of `claim` (the first of the check's claims if none is named)."""
        return Shown(
            claim=claim or self.claims[0],
            grade=grade or self.grade,
            proof=both(proof) if isinstance(proof, str) else proof,
            location=at,
            by=by,
            papers=tuple(papers),
        )

    def missing(
        self, *, reason: Text, at: Location | None = None, claims: Sequence[str] | None = None
    ) -> Missing:
        """Nothing for or against was found; `reason` says what is missing."""
        return Missing(claims=tuple(claims) if claims else self.claims, reason=reason, location=at)
