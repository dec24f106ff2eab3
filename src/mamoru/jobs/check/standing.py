"""Where the release at hand stands, and its design, by all evidence that is kept."""

from collections.abc import Iterable, Sequence

from mamoru.assessment import Assessment, Made, assess
from mamoru.assessment.report.model import DesignView
from mamoru.catalog import catalog
from mamoru.design.view import design_view
from mamoru.evidence import Evidence
from mamoru.jobs.check.absent_images import images_first
from mamoru.jobs.check.examined import Examined
from mamoru.jobs.check.image import effort_of
from mamoru.jobs.design.acceptances import Given
from mamoru.jobs.design.standing import claim_standings, doubts_of, standing_design
from mamoru.jobs.release.at_hand import AtHand
from mamoru.product import facts


def assessed(hand: AtHand, images: Examined, every: Sequence[Evidence]) -> Assessment:
    """Where each standard stands by `every` evidence kept; what an absent image keeps open comes first."""
    product = hand.papers.product
    made = Made(
        subjects=hand.subjects | {*images.subjects},
        facts=facts(product, hand.papers.maker),
        accepted=tuple(hand.in_force),
    )
    stands = assess(catalog(), hand.standards, made, every, hand.wish.on, effort_of)
    return images_first(stands, images.absent)


def designed(
    hand: AtHand, images: Examined, decisions: Iterable[Given], every: Sequence[Evidence]
) -> DesignView:
    """The design as a report shows it, in view of `decisions` that leave a threat as it is."""
    claims = claim_standings(every, hand.subjects | {*images.subjects}, hand.in_force, hand.wish.on)
    _, designed = standing_design(hand, claims, doubts=doubts_of(hand, every, decisions))
    return design_view(hand.papers.product, designed)
