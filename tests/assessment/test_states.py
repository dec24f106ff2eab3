"""The states of the design, §2, one row each."""

from datetime import date, timedelta

import pytest

from mamoru.assessment import State
from mamoru.evidence import Grade
from mamoru.language import both
from mamoru.product.model import Acceptance
from material.assessments import (
    DAY,
    OTHER_IMAGE,
    RELEASE,
    assessed,
    catalogue,
    evidence,
    finding,
    requirement,
    shown,
    state,
)

BOTH = requirement(all=("c0", "c1"))
EITHER = requirement(any=("c0", "c1"))
ACCEPTED = Acceptance(requirement="s:r", by="Sato", until=date(2026, 12, 31), why="until the next model")


def test_every_claim_shown_holds() -> None:
    assert state(BOTH, evidence(shows=shown("c0", "c1"))) is State.HOLDS


def test_some_claims_shown_and_none_refuted_is_partly() -> None:
    assert state(BOTH, evidence(shows=shown("c0"))) is State.PARTLY


def test_one_refuted_claim_falls_short_whatever_else_is_shown() -> None:
    seen = evidence("X-1", shows=shown("c0", "c1")), evidence("X-2", findings=(finding("c1", check="X-2"),))
    assert state(BOTH, *seen) is State.FALLS_SHORT


def test_no_evidence_is_not_shown() -> None:
    assert state(BOTH) is State.NOT_SHOWN


def test_a_check_that_looked_and_found_nothing_leaves_it_not_shown() -> None:
    assert state(BOTH, evidence(missing=("c0",))) is State.NOT_SHOWN


def test_what_could_not_be_looked_at_is_indeterminate() -> None:
    assert state(BOTH, evidence(undecided=("c1",), shows=shown("c0"))) is State.INDETERMINATE


def test_a_measurement_elsewhere_does_not_decide_what_another_check_could_not_see() -> None:
    seen = evidence("X-1", shows=shown("c0", "c1")), evidence("X-2", undecided=("c1",))
    assert state(BOTH, *seen) is State.INDETERMINATE


def test_a_persons_record_decides_what_a_check_could_not_see() -> None:
    seen = (
        evidence("X-1", shows=shown("c0", "c1")),
        evidence("X-2", undecided=("c1",)),
        evidence("X-3", shows=shown("c1", grade=Grade.ATTESTED)),
    )
    assert state(BOTH, *seen) is State.HOLDS


def test_a_fact_that_excludes_it_makes_it_not_applicable_and_is_the_reason() -> None:
    standing = assessed(catalogue(requirement(all=("c0",), applies="talks")), facts={"talks": False})
    assert standing.states == (State.NOT_APPLICABLE,)
    assert standing.standards[0].requirements[0].reason == both("it does not talk")


@pytest.mark.parametrize("talks", [True, None])
def test_what_may_apply_is_asked(talks: bool | None) -> None:
    assert state(requirement(all=("c0",), applies="talks"), facts={"talks": talks}) is State.NOT_SHOWN


def test_a_risk_accepted_by_a_person_is_accepted_through_its_last_day() -> None:
    refuted = evidence(findings=(finding("c0"),))
    assert state(BOTH, refuted, accepted=(ACCEPTED,), on=ACCEPTED.until) is State.ACCEPTED
    assert (
        state(BOTH, refuted, accepted=(ACCEPTED,), on=ACCEPTED.until + timedelta(days=1)) is State.FALLS_SHORT
    )


def test_an_acceptance_does_not_hide_that_it_holds() -> None:
    assert state(BOTH, evidence(shows=shown("c0", "c1")), accepted=(ACCEPTED,)) is State.HOLDS


def test_an_accepted_finding_accepts_at_its_path_only() -> None:
    needs = requirement(all=("c0",))
    here = Acceptance(check="X-1", path="/a", by="Sato", until=DAY, why="…")
    assert state(needs, evidence(findings=(finding("c0", path="/a"),)), accepted=(here,)) is State.ACCEPTED
    assert state(needs, evidence(findings=(finding("c0", path="/b"),)), accepted=(here,)) is State.FALLS_SHORT


def test_an_acceptance_without_a_prefix_speaks_of_the_guide_only() -> None:
    plain = Acceptance(requirement="r", by="Sato", until=DAY, why="…")
    assert state(BOTH, accepted=(plain,)) is State.NOT_SHOWN


def test_one_of_several_alternatives_is_enough_and_counts_as_one_point() -> None:
    seen = [evidence("X-1", shows=shown("c0")), evidence("X-2", shows=shown("c1", grade=Grade.DECLARED))]
    standing = assessed(catalogue(EITHER), seen).standards[0].requirements[0]
    assert (standing.state, standing.grade) == (State.HOLDS, Grade.MEASURED)
    assert standing.reason.en == "Everything asked is shown (measured)."


def test_an_alternative_that_is_refuted_does_not_matter_while_another_holds() -> None:
    assert state(EITHER, evidence(shows=shown("c0"), findings=(finding("c1"),))) is State.HOLDS
    assert state(EITHER, evidence(findings=(finding("c0", "c1"),))) is State.FALLS_SHORT


def test_what_is_lacking_names_no_alternative_of_a_point_that_stands() -> None:
    standing = assessed(catalogue(requirement(all=("c2",), any=("c0", "c1"))), [evidence(shows=shown("c0"))])
    assert standing.standards[0].requirements[0].reason.en == "1 of 2 points are shown. Lacking: c2."


@pytest.mark.parametrize("needed", [Grade.ATTESTED, Grade.MEASURED])
def test_a_word_in_a_file_is_not_enough_where_more_is_asked(needed: Grade) -> None:
    needs = requirement(all=("c0",), grade=needed)
    assert state(needs, evidence(shows=shown("c0", grade=Grade.DECLARED))) is State.NOT_SHOWN


def test_the_grade_told_is_the_least_at_which_it_is_shown() -> None:
    seen = [evidence("X-1", shows=shown("c0")), evidence("X-2", shows=shown("c1", grade=Grade.ATTESTED))]
    assert assessed(catalogue(BOTH), seen).standards[0].requirements[0].grade is Grade.ATTESTED


def test_the_latest_run_of_a_check_counts() -> None:
    old = evidence(findings=(finding("c0"),), on=DAY - timedelta(days=1))
    assert state(requirement(all=("c0",)), old, evidence(shows=shown("c0"))) is State.HOLDS


def test_a_run_of_an_older_version_of_a_check_does_not_count_however_late() -> None:
    old = evidence(shows=shown("c0"), version=1)
    new = evidence(findings=(finding("c0"),), version=2, on=DAY - timedelta(days=9))
    assert state(requirement(all=("c0",)), old, new) is State.FALLS_SHORT


def test_each_subject_keeps_its_own_latest_run() -> None:
    seen = evidence(shows=shown("c0")), evidence(subject=RELEASE, findings=(finding("c0"),))
    assert state(requirement(all=("c0",)), *seen) is State.FALLS_SHORT


def test_a_finding_in_another_image_is_no_concern_of_this_one() -> None:
    seen = evidence(shows=shown("c0")), evidence(subject=OTHER_IMAGE, findings=(finding("c0"),))
    assert state(requirement(all=("c0",)), *seen) is State.HOLDS


def test_optional_points_do_not_weigh_on_their_group() -> None:
    asked = catalogue(requirement("r0", all=("c0",)), requirement("r1", all=("c1",), status="optional"))
    assert assessed(asked, [evidence(shows=shown("c0"))]).standards[0].groups[0].state is State.HOLDS
