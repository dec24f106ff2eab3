"""How grave a published vulnerability is, on the one scale of severity."""

from mamoru.evidence import Severity

_LEAST = ((9.0, Severity.CRITICAL), (7.0, Severity.HIGH), (4.0, Severity.MEDIUM))


def severity_of_score(score: float | None, *, exploited: bool) -> Severity:
    """As CVSS 3.1 rates the base score; known to be exploited is critical, without a score medium.

    Source: CVSS 3.1 specification, section 5, "Qualitative Severity Rating Scale".
    """
    if exploited:
        return Severity.CRITICAL
    if score is None:
        return Severity.MEDIUM
    return next((severity for least, severity in _LEAST if score >= least), Severity.LOW)
