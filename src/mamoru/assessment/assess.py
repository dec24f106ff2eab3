"""The assessment: asked × made × shown = stands, on a given day.

A pure function: no file, no clock, no setting. Its rules:

1. Evidence counts if it speaks of these very subjects and of no later day; of each check and subject
   only the latest run of its latest version, of tests by hand of each device.
2. A claim is refuted by any finding that is not an accepted risk, and with any claim that it rests
   on; undecided where a check could not
   look and no person attested it; else shown at its best grade.
3. A fact that the file denies and a finding proves is true. A requirement whose condition the
   product's facts exclude is not applicable. Else one refuted claim
   makes it fall short, one undecided makes it indeterminate, all shown at the needed grade make it
   hold, some make it partly, none leaves it not shown. An acceptance in force makes what is not
   settled accepted.
"""

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec

from mamoru.assessment.actions import EffortOf, next_actions
from mamoru.assessment.claims import counting, grounded, standings
from mamoru.assessment.contradictions import contradictions
from mamoru.assessment.requirements import Context, group_standings, requirement_standing
from mamoru.assessment.result import Assessment, StandardStanding, State
from mamoru.catalog import Catalog, Standard
from mamoru.evidence import Evidence, Finding, Subject
from mamoru.product.model import Acceptance


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What is assessed: the subjects that evidence may speak of, the product's facts, and the
    acceptances of risk that it declares."""

    subjects: frozenset[Subject]
    facts: dict[str, bool | None]
    accepted: tuple[Acceptance, ...] = ()


def assess(
    catalog: Catalog,
    asked: Sequence[Standard],
    made: Made,
    shown: Iterable[Evidence],
    on: date,
    effort_of: EffortOf = lambda check: None,
) -> Assessment:
    """Where `made` stands against `asked` by what is `shown`, on the day `on`."""
    acceptances = [acceptance for acceptance in made.accepted if acceptance.until >= on]
    counted = counting(shown, made.subjects, on)
    found = standings(counted, lambda finding: accepted(finding, acceptances))
    claims = grounded(found, catalog.claims)
    against = contradictions(made.facts, catalog.facts, counted)
    known = made.facts | dict.fromkeys(against, True)
    context = Context(catalog, known, claims, acceptances, against)
    standards = tuple(_standard(standard, context) for standard in asked)
    every = [requirement for standard in standards for requirement in standard.requirements]
    return Assessment(on=on, standards=standards, next_actions=next_actions(every, context, effort_of))


def accepted(finding: Finding, acceptances: Iterable[Acceptance]) -> bool:
    """Whether one of `acceptances` (in force) covers `finding`: same check, and same path and proof
    where they are named: what changed since then was not judged."""
    return any(
        a.check == finding.check
        and a.path in (None, finding.location.path)
        and a.proof in (None, finding.proof)
        for a in acceptances
    )


def _standard(standard: Standard, context: Context) -> StandardStanding:
    requirements = tuple(requirement_standing(standard, asked, context) for asked in standard.requirements)
    counts = {state.value: sum(r.state is state for r in requirements) for state in State}
    return StandardStanding(
        id=standard.id,
        edition=standard.edition,
        title=standard.title,
        short=standard.short,
        requirements=requirements,
        groups=group_standings(standard, requirements),
        counts=counts,
        notice=standard.notice,
        unconfirmed=standard.unconfirmed,
    )
