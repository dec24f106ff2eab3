"""The evidence that a check of the release at hand makes: kept before anything is assessed."""

import msgspec

from mamoru.assessment.report.model import Vulnerabilities
from mamoru.evidence import Evidence
from mamoru.jobs.check import delivered
from mamoru.jobs.check.components import of_components, of_vulnerabilities
from mamoru.jobs.check.examined import Examined
from mamoru.jobs.check.results import of_results, tested_by_hand
from mamoru.jobs.design.acceptances import HOLDS, Given, given, records
from mamoru.jobs.design.objections import after_answers
from mamoru.jobs.release.at_hand import AtHand
from mamoru.jobs.release.documents import evidence_of_documents
from mamoru.jobs.tool import TOOL
from mamoru.product.sbom import Declared


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What a check showed: all evidence that speaks today, of it the results by hand (`tested`), what the
    vulnerability data says (None where nothing was matched), and the decisions that leave a threat as it is."""

    evidence: tuple[Evidence, ...]
    tested: tuple[Evidence, ...]
    vulnerabilities: Vulnerabilities | None
    decisions: tuple[Given, ...]


def shown_by(hand: AtHand, images: Examined, declared: Declared) -> Shown:
    """What the release at hand shows; the new evidence is kept in the workspace."""
    fresh = [*evidence_of_documents(hand), *images.evidence, *of_components(hand, images, declared)]
    known = of_vulnerabilities(hand, images, declared)
    fresh += known.evidence
    tested = tested_by_hand(hand, images)
    fresh += of_results(hand, images, fresh, tested)
    fresh += after_answers(hand, hand.kept.evidence())
    decisions = given(hand)
    of_decisions = list(records(hand, decisions, hand.kept.evidence()))
    of_images = list(delivered.records(hand, images.digests, hand.kept.evidence()))
    hand.kept.keep([*fresh, *of_decisions, *of_images], at=hand.wish.at, tool=TOOL)
    held = [item for item in (*of_decisions, *of_images) if item.check in (HOLDS, delivered.SAME)]
    return Shown(
        evidence=(*fresh, *held, *tested),
        tested=tuple(tested),
        vulnerabilities=known.view,
        decisions=tuple(decisions),
    )
