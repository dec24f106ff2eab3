"""What a maker has accepted stays accepted in later releases while nothing of it changed."""

from datetime import date

import msgspec
import pytest

from mamoru.assessment import RequirementStanding, State, accepted
from mamoru.assessment.requirements import combined
from mamoru.catalog import catalog
from mamoru.evidence import Finding, Severity
from mamoru.product.model import Acceptance
from material.assessments import assessed, catalogue, evidence, finding, requirement

JUDGED = Acceptance(
    check="X-1", path="/etc/shadow", proof="…", by="Sato", until=date(2026, 12, 31), why="test bench only"
)


def test_the_same_finding_of_a_later_release_stays_accepted() -> None:
    assert accepted(finding("a"), [JUDGED])


@pytest.mark.parametrize("changed", [{"proof": "another"}, {"check": "X-2"}])
def test_a_finding_that_changed_must_be_judged_anew(changed: dict[str, str]) -> None:
    assert not accepted(msgspec.structs.replace(finding("a"), **changed), [JUDGED])


def test_an_acceptance_without_a_proof_covers_whatever_is_found_at_its_path() -> None:
    whatever = msgspec.structs.replace(JUDGED, proof=None)

    assert accepted(msgspec.structs.replace(finding("a"), proof="another"), [whatever])
    assert not accepted(finding("a", path="/etc/passwd"), [whatever])


OF_ALL = Acceptance(requirement="s:r", by="Sato", until=date(2027, 6, 30), why="next board")


def stands(*findings: Finding, law: bool = False) -> RequirementStanding:
    """Where a requirement stands that was accepted as a whole, beside these findings."""
    world = catalogue(requirement(all=("c0",)))
    if law:
        standards = tuple(msgspec.structs.replace(each, acceptable=False) for each in world.standards)
        world = msgspec.structs.replace(world, standards=standards)
    shown = [evidence(findings=findings)] if findings else []
    return assessed(world, shown, accepted=(OF_ALL,)).standards[0].requirements[0]


def test_what_falls_short_can_be_accepted_as_a_whole() -> None:
    assert stands(finding("c0")).state is State.ACCEPTED
    assert stands().state is State.ACCEPTED


def test_a_critical_weakness_is_not_accepted_with_all_the_rest() -> None:
    told = stands(finding("c0", severity=Severity.CRITICAL))

    assert told.state is State.FALLS_SHORT
    assert "Sato accepted it, but a critical weakness is open" in told.reason.en
    assert told.next is not None


def test_a_critical_weakness_accepted_by_its_check_leaves_the_whole_accepted() -> None:
    alone = Acceptance(check="X-1", by="Sato", until=OF_ALL.until, why="test bench only")
    world = catalogue(requirement(all=("c0",)))
    shown = [evidence(findings=(finding("c0", severity=Severity.CRITICAL),))]

    told = assessed(world, shown, accepted=(OF_ALL, alone)).standards[0].requirements[0]

    assert told.state is State.ACCEPTED


@pytest.mark.parametrize("found", [(), (finding("c0"),)])
def test_a_law_is_not_for_a_maker_to_accept_away(found: tuple[Finding, ...]) -> None:
    told = stands(*found, law=True)

    assert told.state is (State.FALLS_SHORT if found else State.NOT_SHOWN)
    assert "a law is not for a maker to accept away" in told.reason.en


def test_the_laws_are_marked_and_the_guide_is_not() -> None:
    assert {each.id for each in catalog().standards if not each.acceptable} == {"psti", "cra"}


@pytest.mark.parametrize(
    ("states", "together"),
    [
        ((State.NOT_SHOWN, State.ACCEPTED), State.NOT_SHOWN),
        ((State.HOLDS, State.NOT_SHOWN), State.PARTLY),
        ((State.HOLDS, State.ACCEPTED), State.ACCEPTED),
        ((State.PARTLY, State.ACCEPTED), State.PARTLY),
        ((State.ACCEPTED, State.ACCEPTED), State.ACCEPTED),
        ((State.FALLS_SHORT, State.ACCEPTED, State.HOLDS), State.FALLS_SHORT),
    ],
)
def test_what_was_accepted_holds_nothing_in_its_group(states: tuple[State, ...], together: State) -> None:
    assert combined(states) is together
