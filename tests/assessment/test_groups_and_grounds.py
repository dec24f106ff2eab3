"""A group stands as what it holds; a claim falls with what it rests on; an answer names its requirement."""

import msgspec
import pytest

from mamoru.assessment import State
from mamoru.assessment.claims import grounded, standings
from mamoru.assessment.requirements import group_standings
from mamoru.assessment.result import ClaimStanding, ClaimState, GroupStanding, RequirementStanding
from mamoru.catalog import Group
from mamoru.evidence import Evidence, Location, Missing, Severity
from mamoru.language import both
from mamoru.product.model import Acceptance
from material.assessments import DAY, assessed, catalogue, evidence, finding, requirement, shown, standard

GROUPS = (
    Group(id="m1", title=both("Measure 1"), kind="measure"),
    Group(id="m1a", title=both("Part of it"), parent="m1", kind="measure"),
    Group(id="m1b", title=both("A technical one"), parent="m1", kind="technical-measure"),
)  # fmt: skip


def point(
    group: str, state: State, *, status: str = "mandatory", step: str | None = None
) -> RequirementStanding:
    return RequirementStanding(
        id=f"s:{group}-{state.value}", group=group, title=both("x"), state=state, grade=None,
        reason=both(f"{group} {state.value}"), claims=(), evidence=(), next=both(step) if step else None, status=status,
    )  # fmt: skip


def groups(*points: RequirementStanding) -> dict[str, GroupStanding]:
    of = msgspec.structs.replace(standard(), groups=GROUPS)
    return {each.id: each for each in group_standings(of, points)}


def test_a_group_counts_its_own_points_and_those_of_the_groups_below_but_no_technical_measure() -> None:
    found = groups(
        point("m1", State.HOLDS), point("m1a", State.HOLDS), point("m1a", State.PARTLY), point("m1b", State.FALLS_SHORT)
    )  # fmt: skip
    assert found["m1"].counts == {"holds": 2, "partly": 1}
    assert found["m1a"].counts == {"holds": 1, "partly": 1}
    assert found["m1b"].counts == {"falls-short": 1}
    assert (found["m1"].state, found["m1b"].state) == (State.PARTLY, State.FALLS_SHORT)


def test_a_group_gives_the_reason_of_a_point_that_stands_as_it_does_else_of_one_that_is_open() -> None:
    short = groups(point("m1", State.HOLDS), point("m1", State.FALLS_SHORT), point("m1", State.NOT_SHOWN))[
        "m1"
    ]
    assert short.reason.en == "m1 falls-short"
    mixed = groups(point("m1", State.HOLDS), point("m1", State.NOT_SHOWN))["m1"]
    assert (mixed.state, mixed.reason.en) == (State.PARTLY, "m1 not-shown")
    done = groups(point("m1", State.ACCEPTED), point("m1", State.HOLDS))["m1"]
    assert (done.state, done.reason.en) == (State.ACCEPTED, "m1 accepted")
    empty = groups()["m1"]
    assert empty.state is State.NOT_APPLICABLE
    assert empty.reason.en.startswith("No way to show this point")


def test_the_next_step_of_a_group_is_that_of_its_first_open_point() -> None:
    found = groups(
        point("m1", State.HOLDS, step="never"), point("m1", State.NOT_SHOWN, step="first"), point("m1", State.PARTLY, step="second")
    )["m1"]  # fmt: skip
    assert found.next == both("first")
    assert groups(point("m1", State.HOLDS, step="never"))["m1"].next is None


def test_an_optional_point_moves_its_group_only_where_there_is_no_other() -> None:
    optional = point("m1", State.FALLS_SHORT, status="optional")
    assert groups(point("m1", State.HOLDS), optional)["m1"].state is State.HOLDS
    assert groups(optional)["m1"].state is State.FALLS_SHORT


def resting(*seen: Evidence, accepts: bool = False) -> dict[str, ClaimStanding]:
    """The claims, of which c0 rests on c1, and c1 on c2."""
    below = {"c0": ("c1",), "c1": ("c2",)}
    known = [msgspec.structs.replace(c, rests_on=below.get(c.id, ())) for c in catalogue().claims]
    return grounded(standings(seen, lambda finding: accepts), known)


@pytest.mark.parametrize("ground", ["c1", "c2"])
def test_a_claim_falls_with_everything_that_it_rests_on(ground: str) -> None:
    lost = evidence("X-2", findings=(finding(ground, check="X-2"),))
    found = resting(evidence("X-1", shows=shown("c0", "c1", "c2")), lost)
    assert found["c0"].state is ClaimState.REFUTED
    assert (found["c0"].claim, found["c0"].evidence) == ("c0", (lost.id,))
    assert found["c0"].reason.en == "weak (/etc/shadow)"
    assert found["c2"].state is (ClaimState.REFUTED if ground == "c2" else ClaimState.SHOWN)
    assert resting(evidence("X-1", shows=shown("c0")), evidence("X-2", findings=(finding("c4"),)))[
        "c0"
    ].state is (ClaimState.SHOWN)


def test_it_falls_by_all_findings_together_the_gravest_first() -> None:
    own = evidence("X-1", findings=(finding("c0", path="/b"), finding("c0", path="/a")))
    ground = evidence("X-2", findings=(finding("c1", check="X-2", severity=Severity.CRITICAL, path="/z"),))
    found = resting(own, ground)["c0"]
    assert [str(each.location) for each in found.findings] == ["/z", "/a", "/b"]
    assert found.evidence == tuple(sorted((own.id, ground.id)))
    assert found.reason.en == "weak (/z)"
    alone = resting(own)["c0"]
    assert [str(each.location) for each in alone.findings] == ["/a", "/b"]


def test_what_rests_on_an_accepted_risk_is_accepted_and_holds_nothing() -> None:
    seen = evidence("X-1", shows=shown("c0")), evidence("X-2", findings=(finding("c1", check="X-2"),))
    found = resting(*seen, accepts=True)["c0"]
    assert (found.claim, found.state) == ("c0", ClaimState.ACCEPTED)


def test_what_is_missing_is_told_with_the_place_where_it_should_stand() -> None:
    place = Location(path="product.yaml", line=3, field="contacts")
    missing = Missing(claims=("c0",), reason=both("nobody is named"), location=place)
    found = standings([msgspec.structs.replace(evidence(), missing=(missing,))], lambda finding: False)["c0"]
    assert (found.state, found.reason.en, found.where) == (ClaimState.NOTHING, "nobody is named", place)
    assert resting()["c0"].reason.en == "There is no evidence."


def test_an_answer_names_its_requirement_however_it_came_about() -> None:
    asked = requirement("1.1", all=("c0",), applies="talks")
    of = lambda **more: assessed(catalogue(asked), **more).standards[0].requirements[0]  # noqa: E731
    accepted = Acceptance(requirement="s:1.1", by="Sato", until=DAY, why="until the next model")
    for found in (of(), of(facts={"talks": False}), of(accepted=(accepted,))):
        assert (found.id, found.title.en) == ("s:1.1", "1.1")
        assert found.confirmed is (asked.confidence == "high")
    sure = msgspec.structs.replace(asked, confidence="high")
    unsure = msgspec.structs.replace(asked, confidence="low")
    assert assessed(catalogue(sure)).standards[0].requirements[0].confirmed
    assert not assessed(catalogue(unsure)).standards[0].requirements[0].confirmed
