"""Facts that the product file denies and what was found proves: they are true, and it is told why."""

from collections.abc import Iterable, Mapping

import msgspec

from mamoru.catalog import Condition, Fact
from mamoru.evidence import Evidence, Finding
from mamoru.language import Text

TOLD = Text(
    "検査で「{title}」（{where}）が見つかりました。product.yaml の記載では「{no}」ですが、この項目は求められます。{reason}",
    "A check found: {title} ({where}). Although product.yaml says that {no}, this point is asked. {reason}",
)


class Contradiction(msgspec.Struct, frozen=True):
    """A fact that is denied, and the worst finding that proves it."""

    fact: Fact
    finding: Finding


def contradictions(
    declared: Mapping[str, bool | None], facts: Iterable[Fact], evidence: Iterable[Evidence]
) -> dict[str, Contradiction]:
    """Of each fact that is `declared` false and that a finding in `evidence` proves, that finding.

    An accepted weakness proves as much as any other: it is there. What was not found proves nothing,
    and a fact that is unknown is asked already.
    """
    found: dict[str, list[Finding]] = {}
    for item in evidence:
        for finding in item.findings:
            found.setdefault(finding.check, []).append(finding)
    told = {}
    for fact in facts:
        proofs = [finding for check in fact.proved_by for finding in found.get(check, ())]
        if proofs and declared.get(fact.id) is False:
            worst = min(proofs, key=lambda f: (f.severity.rank, f.check, str(f.location), f.proof))
            told[fact.id] = Contradiction(fact, worst)
    return told


def named(condition: Condition | None) -> frozenset[str]:
    """The facts that `condition` names."""
    if condition is None:
        return frozenset()
    parts = (*(condition.all or ()), *(condition.any or ()), condition.not_)
    below = frozenset(fact for part in parts if part is not None for fact in named(part))
    return below | {condition.fact} if condition.fact is not None else below


def told(contradiction: Contradiction, reason: Text) -> Text:
    """`reason`, after what makes the requirement apply against the file."""
    finding = contradiction.finding
    return TOLD.fill(
        title=finding.title, where=str(finding.location), no=contradiction.fact.no, reason=reason
    )
