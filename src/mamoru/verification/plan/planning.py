"""Plan the verification of a release: for each target the checks and cases that can speak of it.

A pure function. Its rules: a check is planned where it can look at this release and speaks of a claim
that a target needs. A case is planned where it speaks of such a claim and no planned check measures
all of them, where it says why a person tests beside the checks, or where it was tried before. What a fact of the product
excludes is left out, with that fact as the reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from mamoru.assessment.result import State
from mamoru.catalog import Catalog, evaluate
from mamoru.evidence import Check, Evidence, Grade, Silence, Subject, SubjectKind
from mamoru.language import Text
from mamoru.verification.plan.hand_test import HandTest, HandTests, Step
from mamoru.verification.plan.history import Noted, history, noted, standing_of
from mamoru.verification.plan.model import Covered, Plan, PlannedTest, Standing, Target
from mamoru.verification.plan.parts import Parts
from mamoru.verification.plan.touched import fits

MEASURED = Text(
    "自動の検査 {checks} が実物で確かめます。", "The checks {checks} measure it on the real thing."
)
NOT_NEEDED = Text(
    "この製品で対象となる項目が、この試験を必要としません。", "Nothing that applies to this product needs it."
)


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """The release to be verified: the subjects that its evidence speaks of by what a claim is about
    (`maker`, `product`, `release`) and those of its images; what checks can look at; the product's
    facts and the parts that tests go through; the results in the product file;
    and by id where each requirement stands, as the assessment says."""

    subjects: Mapping[str, Subject]
    images: tuple[Subject, ...] = ()
    looks_at: frozenset[SubjectKind]
    facts: Mapping[str, bool | None]
    parts: Parts = Parts(found={}, names={})
    noted: tuple[Noted, ...] = ()
    states: Mapping[str, State] = {}


def plan_for(
    targets: Sequence[Target],
    catalog: Catalog,
    checks: Iterable[Check],
    cases: HandTests,
    made: Made,
    shown: Sequence[Evidence],
) -> Plan:
    """The plan; `shown` is all evidence of the maker's workspace, other releases included."""
    needed = {claim for target in targets for claim in target.claims}
    planned = [check for check in checks if check.subject in made.looks_at and needed & set(check.claims)]
    planned.sort(key=lambda check: check.id)
    tried: dict[str, list[Evidence]] = defaultdict(list)
    for item in shown:
        tried[item.check].append(item)
    tests = [_automatic(check, targets, made, tried[check.id]) for check in planned]
    measuring = _measuring(planned, tests)
    left_out = []
    unfit: set[str] = set()
    for case in cases.cases:
        why = _left_out(case, catalog, needed, measuring, made)
        test = _by_hand(case, cases, catalog, targets, made, tried[case.id])
        if why is None or (test.history and why is not NOT_NEEDED):
            tests.append(test)
        else:
            left_out.append((case.id, why))
            unfit |= set(case.claims)
    return Plan(
        tests=tuple(tests),
        matrix=tuple(_covered(target, tests, unfit, made) for target in targets),
        left_out=tuple(left_out),
    )


def _measuring(planned: Sequence[Check], tests: Sequence[PlannedTest]) -> dict[str, list[str]]:
    """By claim the checks whose silence shows it on this release: not those that can only refute, nor
    those that could not look or had nothing to look at."""
    found: dict[str, list[str]] = defaultdict(list)
    for check, test in zip(planned, tests, strict=True):
        seeing = test.standing not in (Standing.INCONCLUSIVE, Standing.NOT_APPLICABLE)
        if seeing and check.grade is Grade.MEASURED and check.silence is Silence.SHOWS:
            for claim in check.claims:
                found[claim].append(check.id)
    return found


def _left_out(
    case: HandTest, catalog: Catalog, needed: set[str], measuring: Mapping[str, list[str]], made: Made
) -> Text | None:
    """Why a case is not planned, None where it is."""
    if not needed & set(case.claims):
        return NOT_NEEDED
    if not made.parts.fits(case.over):
        return made.parts.none_of(case.over)
    if fits(case, made.facts, made.parts) is False:
        return _excluded(case, catalog, made)
    if case.beside is None and all(claim in measuring for claim in case.claims):
        ids = dict.fromkeys(id for claim in case.claims for id in measuring[claim])
        return MEASURED.fill(checks=", ".join(ids))
    return None


def _excluded(case: HandTest, catalog: Catalog, made: Made) -> Text:
    """The fact, or the part that is not there, that keeps a case out."""
    holds = {**made.facts, **{kind: made.parts.has(kind) for kind in made.parts.names}}
    decided = evaluate(case.applies, holds).facts[0]
    for fact in catalog.facts:
        if fact.id == decided:
            return fact.yes if holds[decided] else fact.no
    return made.parts.none_of((decided,))


def _for(claims: Iterable[str], targets: Sequence[Target]) -> tuple[str, ...]:
    wanted = set(claims)
    return tuple(target.id for target in targets if wanted & set(target.claims))


def _automatic(check: Check, targets: Sequence[Target], made: Made, shown: Sequence[Evidence]) -> PlannedTest:
    subjects = made.images if check.subject is SubjectKind.FIRMWARE else ()
    if check.subject in (SubjectKind.MAKER, SubjectKind.PRODUCT):
        subjects = (made.subjects[check.subject.value],)
    elif check.subject is not SubjectKind.FIRMWARE:
        subjects = tuple(made.subjects[kind] for kind in ("release",) if kind in made.subjects)
    tried = history(check.id, subjects, shown, newest=check.version)
    return PlannedTest(
        id=check.id,
        kind="automatic",
        title=check.title,
        claims=check.claims,
        targets=_for(check.claims, targets),
        standing=standing_of(tried, check.version),
        severity=check.severity,
        version=check.version,
        history=tried[-1:],
    )


def _by_hand(
    case: HandTest,
    cases: HandTests,
    catalog: Catalog,
    targets: Sequence[Target],
    made: Made,
    shown: Sequence[Evidence],
) -> PlannedTest:
    about = catalog.claim(case.claims[0]).about
    own = made.subjects.get(about)
    product = made.subjects["product"].id
    others = {
        e.subject for e in shown if e.subject.kind == "release" and e.subject.id.startswith(f"{product}@")
    }
    earlier = tuple(sorted(others - {own}, key=lambda s: s.id)) if about == "release" else ()
    tried = history(
        case.id,
        (own,) if own else (),
        shown,
        newest=case.version,
        earlier=earlier,
        images=[i.id for i in made.images],
    )
    if "release" in made.subjects:
        entered = noted(case.claims, made.noted, subject=made.subjects["release"].id, version=case.version)
        tried = tuple(sorted(tried + entered, key=lambda each: (each.on, each.at)))
    return PlannedTest(
        id=case.id,
        kind="by-hand",
        title=case.title,
        claims=case.claims,
        targets=_for(case.claims, targets),
        standing=standing_of(tried, case.version),
        severity=case.severity,
        procedure=_here(case.procedure, made),
        expected=_here(case.expected, made),
        stop=_here(case.stop, made),
        tools=_here(cases.tools_of(case), made),
        record=_here(case.record, made),
        objects=tuple(part.text for part in made.parts.of(case.over)),
        beside=case.beside,
        outside=case.outside,
        version=case.version,
        history=tried,
    )


def _here(steps: Iterable[Step], made: Made) -> tuple[Text, ...]:
    """What of `steps` is for this product."""
    return tuple(Text(step.ja, step.en) for step in steps if made.parts.fits(step.over))


_WORST = (
    Standing.FAILED,
    Standing.RETEST,
    Standing.INCONCLUSIVE,
    Standing.OPEN,
    Standing.NOT_SHOWN,
    Standing.PASSED,
    Standing.NOT_APPLICABLE,
)


def _covered(target: Target, tests: Sequence[PlannedTest], unfit: set[str], made: Made) -> Covered:
    reaching = [test for test in tests if target.id in test.targets]
    spoken = {claim for test in reaching for claim in test.claims}
    unspoken = tuple(claim for claim in target.claims if claim not in spoken)
    uncovered = tuple(claim for claim in unspoken if claim not in unfit)
    standings = [test.standing for test in reaching] + [Standing.OPEN] * bool(uncovered)
    return Covered(
        target=target,
        automatic=tuple(test.id for test in reaching if test.kind == "automatic"),
        by_hand=tuple(test.id for test in reaching if test.kind == "by-hand"),
        uncovered=uncovered,
        nothing_to_test=tuple(claim for claim in unspoken if claim in unfit),
        standing=min(standings, key=_WORST.index, default=Standing.NOT_APPLICABLE),
        state=made.states.get(target.id),
    )
