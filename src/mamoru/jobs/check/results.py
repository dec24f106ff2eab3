"""The verification itself as evidence: the tests by hand that count, and what ran and is open."""

from collections.abc import Iterable

from mamoru.assessment.claims import counting
from mamoru.evidence import Evidence, Outcome, Results, SubjectKind
from mamoru.jobs.check.examined import Examined
from mamoru.jobs.check.view import split_findings
from mamoru.jobs.plan.release_plan import release_plan, tests_planned
from mamoru.jobs.release.at_hand import AtHand
from mamoru.jobs.release.documents import judged
from mamoru.verification.plan import of_these_images


def tested_by_hand(hand: AtHand, images: Examined) -> list[Evidence]:
    """The results by hand that count for the release with the images that it has now."""
    by_hand = [item for item in hand.kept.evidence() if item.by_hand is not None]
    these = of_these_images(by_hand, images.digests)
    return list(counting(these, hand.subjects | {*images.subjects}, hand.wish.on))


def of_results(
    hand: AtHand, images: Examined, fresh: Iterable[Evidence], tested: Iterable[Evidence]
) -> list[Evidence]:
    """The evidence of the checks that judge the verification: what ran, and what is open."""
    fresh = list(fresh)
    plan, _ = release_plan(hand, [*hand.kept.evidence(), *fresh])
    results = Results(
        evidence=images.evidence,
        open=split_findings([*fresh, *tested], hand.in_force)[0],
        blind=tuple(item for item in fresh if item.outcome is Outcome.INCONCLUSIVE),
        planned=tests_planned(plan),
    )
    subject = hand.named[SubjectKind.RELEASE]
    return judged(hand, SubjectKind.RESULTS, results, subject) if subject else []
