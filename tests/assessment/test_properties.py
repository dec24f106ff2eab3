"""What holds of every assessment, whatever is asked, made and shown."""

from collections.abc import Sequence
from datetime import timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from mamoru.assessment import Assessment, State
from mamoru.catalog import Catalog
from mamoru.evidence import Evidence, Grade, Outcome
from mamoru.product.model import Acceptance
from material.assessments import (
    ACCEPTANCES,
    CLAIMS,
    DAY,
    IMAGE,
    OTHER_IMAGE,
    OTHER_RELEASE,
    RELEASE,
    assessed,
    catalogues,
    evidences,
    shown,
    some,
)
from material.assessments import evidence as made_up

WORST_FIRST = (
    State.FALLS_SHORT,
    State.INDETERMINATE,
    State.NOT_SHOWN,
    State.PARTLY,
    State.ACCEPTED,
    State.HOLDS,
)
SEEN = st.lists(evidences(), max_size=6)
CLAIM_SETS = some(CLAIMS)


def ranks(assessment: Assessment) -> list[int]:
    """How good each requirement and each group stands, comparable between two assessments."""
    groups = [group.state for standard in assessment.standards for group in standard.groups]
    return [WORST_FIRST.index(state) for state in (*assessment.states, *groups)]


def never_worse(after: Assessment, before: Assessment) -> bool:
    """Whether nothing stands worse than before."""
    return all(new >= old for new, old in zip(ranks(after), ranks(before), strict=True))


@given(catalogues(), SEEN, ACCEPTANCES, CLAIM_SETS, st.sampled_from(list(Grade)))
def test_what_another_check_shows_never_worsens_a_state(
    asked: Catalog,
    seen: Sequence[Evidence],
    accepted: tuple[Acceptance, ...],
    claims: tuple[str, ...],
    grade: Grade,
) -> None:
    more = made_up("X-NEW", shows=shown(*claims, grade=grade))
    before = assessed(asked, seen, accepted=accepted)
    assert never_worse(assessed(asked, [*seen, more], accepted=accepted), before)


@given(catalogues(), st.lists(evidences(), min_size=1, max_size=6), CLAIM_SETS)
def test_a_newer_run_that_shows_all_it_showed_and_measures_the_rest_never_worsens_a_state(
    asked: Catalog, seen: Sequence[Evidence], claims: tuple[str, ...]
) -> None:
    older = max(seen, key=lambda e: (e.check, e.subject.id, e.version, e.on, e.at, e.id))
    spoken = {*older.refutes, *older.undecided, *(s.claim for s in older.shows), *claims}
    newer = msgspec.structs.replace(
        older,
        outcome=Outcome.PASS,
        at=older.at + timedelta(seconds=1),
        shows=older.shows + shown(*sorted(spoken)),
        findings=(),
        refutes=(),
        undecided=(),
    )
    assert never_worse(assessed(asked, [*seen, newer]), assessed(asked, seen))


@given(catalogues(), SEEN, st.lists(evidences([OTHER_IMAGE, OTHER_RELEASE]), min_size=1, max_size=4))
def test_evidence_of_another_release_or_image_never_counts(
    asked: Catalog, seen: Sequence[Evidence], strange: Sequence[Evidence]
) -> None:
    assert assessed(asked, [*strange, *seen]) == assessed(asked, seen)


@given(catalogues(), SEEN, st.lists(evidences(), min_size=1, max_size=4))
def test_evidence_from_a_later_day_never_counts(
    asked: Catalog, seen: Sequence[Evidence], later: Sequence[Evidence]
) -> None:
    tomorrow = [msgspec.structs.replace(e, on=DAY + timedelta(days=1), version=9) for e in later]
    assert assessed(asked, [*tomorrow, *seen]) == assessed(asked, seen)


@given(catalogues(), SEEN.flatmap(lambda seen: st.tuples(st.just(seen), st.permutations(seen))), ACCEPTANCES)
def test_the_order_of_evidence_never_matters(
    asked: Catalog, orders: tuple[list[Evidence], list[Evidence]], accepted: tuple[Acceptance, ...]
) -> None:
    assert assessed(asked, orders[0], accepted=accepted) == assessed(asked, orders[1], accepted=accepted)


@given(catalogues(), SEEN)
def test_the_same_evidence_twice_is_the_same_as_once(asked: Catalog, seen: Sequence[Evidence]) -> None:
    assert assessed(asked, [*seen, *seen]) == assessed(asked, seen)


@given(catalogues(), SEEN)
def test_a_declared_claim_never_passes_for_more(asked: Catalog, seen: Sequence[Evidence]) -> None:
    declared = [
        msgspec.structs.replace(
            e, shows=tuple(msgspec.structs.replace(s, grade=Grade.DECLARED) for s in e.shows)
        )
        for e in seen
    ]
    standing = assessed(asked, declared).standards[0].requirements
    more_asked = {r.id for r in asked.standards[0].requirements if r.needs.grade is not Grade.DECLARED}
    good = [
        r.id
        for r in standing
        if r.state in (State.HOLDS, State.PARTLY) and r.id.removeprefix("s:") in more_asked
    ]
    assert good == []
    assert {r.grade for r in standing} <= {None, Grade.DECLARED}


@given(catalogues(), SEEN, ACCEPTANCES)
def test_an_acceptance_that_is_past_is_as_if_it_were_not_there(
    asked: Catalog, seen: Sequence[Evidence], accepted: tuple[Acceptance, ...]
) -> None:
    past = tuple(msgspec.structs.replace(a, until=DAY - timedelta(days=1)) for a in accepted)
    assert assessed(asked, seen, accepted=past) == assessed(asked, seen)


@given(catalogues(), SEEN, ACCEPTANCES)
def test_every_state_has_its_reason_in_both_languages_and_every_gap_a_next_step(
    asked: Catalog, seen: Sequence[Evidence], accepted: tuple[Acceptance, ...]
) -> None:
    for standing in assessed(asked, seen, accepted=accepted).standards[0].requirements:
        assert standing.reason.ja and standing.reason.en
        assert standing.state.settled == (standing.next is None) or not standing.claims


@given(catalogues(), SEEN)
def test_the_subjects_evidence_is_all_that_a_state_names(asked: Catalog, seen: Sequence[Evidence]) -> None:
    known = {e.id for e in seen if e.subject in (IMAGE, RELEASE)}
    for standing in assessed(asked, seen).standards[0].requirements:
        assert set(standing.evidence) <= known
