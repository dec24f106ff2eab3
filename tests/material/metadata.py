"""Metadata of a check that is about nothing."""

from mamoru.evidence import Check, Severity, Silence, SubjectKind
from mamoru.language import both


def a_check(
    id: str, *, claims: tuple[str, ...] = ("c0",), timeout_s: float = 60.0, silence: Silence = Silence.SHOWS
) -> Check:
    """A check with this id; the rest does not matter."""
    return Check(
        id=id,
        title=both(id),
        why=both(id),
        remedy=both(id),
        severity=Severity.HIGH,
        claims=claims,
        subject=SubjectKind.FIRMWARE,
        timeout_s=timeout_s,
        silence=silence,
    )
