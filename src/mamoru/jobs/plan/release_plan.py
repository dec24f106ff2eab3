"""The plan of one release: what `mamoru plan` tells, and what `mamoru check` holds the release against."""

from collections.abc import Iterator, Mapping, Sequence

from mamoru.assessment import Made as Assessed
from mamoru.assessment import State, assess
from mamoru.catalog import catalog
from mamoru.design import design_of
from mamoru.evidence import Evidence, Subject, SubjectKind
from mamoru.evidence.registry import registry
from mamoru.evidence.results import PlannedByHand, Stands
from mamoru.jobs.plan.targets import decided, required, threatened
from mamoru.jobs.release.at_hand import AtHand
from mamoru.jobs.release.images import PlannedImage, digests_of, images_of
from mamoru.product import Documents, facts
from mamoru.verification.checks import release_tested
from mamoru.verification.plan import (
    Made,
    Noted,
    Plan,
    Standing,
    hand_tests,
    of_these_images,
    parts_of,
    plan_for,
)
from mamoru.verification.results import is_recorded


def release_plan(hand: AtHand, shown: Sequence[Evidence]) -> tuple[Plan, tuple[str, ...]]:
    """The plan by what `shown` tells up to the day at hand, and the requirements planned for
    although a fact is not known."""
    asked, papers = catalog(), hand.papers
    images = images_of(papers)
    until = [item for item in shown if item.on <= papers.on]
    made = _made_of(hand, images, _states(hand, images, until))
    requirements, open_ = required(hand.standards, made.facts)
    design = design_of(asked, hand.threats, papers.maker, papers.product)
    targets = [*threatened(design, papers.on), *decided(asked, design), *requirements]
    checks = [registered.check for registered in registry().checks]
    return plan_for(targets, asked, checks, hand_tests(), made, until), tuple(open_)


_HOW: dict[Standing, Stands] = {
    Standing.PASSED: "passed",
    Standing.FAILED: "failed",
    Standing.NOT_APPLICABLE: "not-applicable",
}


def tests_planned(plan: Plan) -> tuple[PlannedByHand, ...]:
    """The tests by hand of a plan; what must be repeated or decided nothing is open."""
    return tuple(
        PlannedByHand(id=test.id, title=test.title, standing=_HOW.get(test.standing, "open"))
        for test in plan.by_hand()
    )


def _states(hand: AtHand, images: Sequence[PlannedImage], shown: Sequence[Evidence]) -> dict[str, State]:
    """Where each requirement stands: the assessment's own word, by the evidence kept and by what the
    files say today."""
    papers = hand.papers
    named = {Subject(kind="image", id=image.sha256 or f"absent:{image.file}") for image in images}
    made = Assessed(
        subjects=hand.subjects | named,
        facts=facts(papers.product, papers.maker),
        accepted=tuple(hand.in_force),
    )
    stands = assess(catalog(), hand.standards, made, of_these_images(shown, digests_of(images)), papers.on)
    return {point.id: point.state for standard in stands.standards for point in standard.requirements}


def _made_of(hand: AtHand, images: Sequence[PlannedImage], states: Mapping[str, State]) -> Made:
    papers = hand.papers
    subjects = {kind.value: subject for kind, subject in hand.named.items() if subject}
    release = papers.release
    kinds = {SubjectKind.MAKER, SubjectKind.PRODUCT}
    if release is not None:
        kinds |= set(SubjectKind) - {SubjectKind.FIRMWARE}
    if images:
        kinds.add(SubjectKind.FIRMWARE)
    return Made(
        subjects=subjects,
        images=tuple(Subject(kind="image", id=digest) for digest in digests_of(images)),
        looks_at=frozenset(kinds),
        facts=facts(papers.product, papers.maker),
        parts=parts_of(hand_tests().parts, papers.product),
        noted=tuple(_noted(papers)),
        states=states,
    )


def _noted(papers: Documents) -> Iterator[Noted]:
    """The results that the product file holds for this very release, none of a day to come."""
    release = papers.release
    for result in papers.product.verification.results:
        if release is not None and result.release == release.version and result.on <= papers.on:
            passed = result.result == "pass"
            yield Noted(
                claims=result.claims,
                what=result.what,
                passed=passed,
                on=result.on,
                by=result.by,
                recorded=not passed or is_recorded(release_tested.CHECK, papers, result),
            )
