"""A fact that the product file denies and a finding proves is true: a declaration switches nothing off."""

from datetime import timedelta

import pytest

from mamoru.assessment import State
from mamoru.catalog import catalog
from mamoru.evidence import Grade
from mamoru.evidence.registry import registry
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

ASKED = requirement(all=("c0",), applies="talks")
PROOF = evidence("X-9", findings=(finding("c1", check="X-9"),))
DENIED: dict[str, bool | None] = {"talks": False}


def test_a_denied_fact_that_a_finding_proves_is_asked_and_the_reason_names_both() -> None:
    standing = assessed(catalogue(ASKED), [PROOF], facts=DENIED).standards[0].requirements[0]
    assert standing.state is State.NOT_SHOWN
    for part in ("weak", "/etc/shadow", "it does not talk"):
        assert part in standing.reason.en
        assert part in standing.reason.ja


def test_it_falls_short_where_the_finding_refutes_what_is_needed() -> None:
    proof = evidence("X-9", findings=(finding("c0", check="X-9"),))
    assert state(ASKED, proof, facts=DENIED) is State.FALLS_SHORT


def test_what_applies_against_the_file_does_not_hold_by_a_test_by_hand() -> None:
    by_hand = evidence("X-7", subject=RELEASE, shows=shown("c0", grade=Grade.ATTESTED))
    against = assessed(catalogue(ASKED), [PROOF, by_hand], facts=DENIED).standards[0].requirements[0]
    with_it = assessed(catalogue(ASKED), [PROOF, by_hand], facts={"talks": True}).standards[0].requirements[0]

    assert with_it.state is State.HOLDS
    assert against.state is State.PARTLY
    assert against.next is not None
    assert "Mend product.yaml" in against.next.en


def test_an_accepted_weakness_still_proves_the_fact() -> None:
    accepted = Acceptance(check="X-9", by="Sato", until=DAY, why="until the next model")
    assert state(ASKED, PROOF, facts=DENIED, accepted=(accepted,)) is State.NOT_SHOWN


@pytest.mark.parametrize(
    "seen",
    [
        evidence("X-8", findings=(finding("c1", check="X-8"),)),
        evidence("X-9", shows=shown("c1")),
        evidence("X-9", undecided=("c1",)),
        evidence("X-9", subject=OTHER_IMAGE, findings=(finding("c1", check="X-9"),)),
        evidence("X-9", on=DAY + timedelta(days=1), findings=(finding("c1", check="X-9"),)),
    ],
    ids=["another check", "nothing found", "could not look", "another image", "a later day"],
)
def test_what_does_not_prove_it_leaves_it_not_applicable(seen: object) -> None:
    assert state(ASKED, seen, facts=DENIED) is State.NOT_APPLICABLE  # type: ignore[arg-type]


def test_where_the_file_denies_nothing_no_reason_speaks_of_it() -> None:
    standing = assessed(catalogue(ASKED), [PROOF], facts={"talks": True}).standards[0].requirements[0]
    assert "it does not talk" not in standing.reason.en


def test_every_check_that_proves_a_fact_exists() -> None:
    known = {entry.check.id for entry in registry().checks}
    named = {check for fact in catalog().facts for check in fact.proved_by}
    assert named
    assert named <= known
