"""What an adviser disagreed with, and whether the maker has answered since."""

from collections.abc import Iterable

import msgspec

from mamoru.design.consultation.answers import CHECK, threat_of
from mamoru.evidence import Evidence, Finding, Outcome
from mamoru.jobs.release.at_hand import AtHand
from mamoru.product import Product


def objections(hand: AtHand, kept: Iterable[Evidence]) -> dict[str, str]:
    """By threat what the adviser said against it, where nobody has answered yet."""
    latest = _latest(hand, kept)
    if latest is None:
        return {}
    return {
        id: finding.proof
        for finding in latest.findings
        if (id := threat_of(finding)) and not _answered(finding, latest, hand.papers.product)
    }


def after_answers(hand: AtHand, kept: Iterable[Evidence]) -> list[Evidence]:
    """The advice as it stands after the maker's answers: kept anew where some of it was answered."""
    latest = _latest(hand, kept)
    if latest is None:
        return []
    left = tuple(
        finding for finding in latest.findings if not _answered(finding, latest, hand.papers.product)
    )
    if len(left) == len(latest.findings):
        return []
    return [
        msgspec.structs.replace(
            latest,
            at=hand.wish.at,
            outcome=Outcome.FAIL if left else Outcome.PASS,
            findings=left,
            refutes=tuple(dict.fromkeys(claim for finding in left for claim in finding.refutes)),
        )
    ]


def _latest(hand: AtHand, kept: Iterable[Evidence]) -> Evidence | None:
    mine = [e for e in kept if e.check == CHECK and e.subject == hand.product and e.on <= hand.wish.on]
    return max(mine, key=lambda e: (e.on, e.at), default=None)


def _answered(finding: Finding, advice: Evidence, product: Product) -> bool:
    """Whether a named person reviewed the risk after the day of the advice."""
    threat = threat_of(finding)
    return any(
        threat is not None
        and (threat in risk.covers or threat == risk.id)
        and risk.decision is not None
        and risk.reviewed is not None
        and risk.reviewed.on > advice.on
        for risk in product.risks
    )
