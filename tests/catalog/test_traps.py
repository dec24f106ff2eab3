"""Each requirement falls when exactly one fact is lacking that a sceptical auditor would ask for.

The facts are named by hand in traps.yaml, each with the check or test by hand that sees it; whether that
reaches the requirement is what is tested here, through claims, what they rest on, and grades.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from mamoru.assessment import Made, State, assess
from mamoru.catalog import Catalog, Requirement, catalog
from mamoru.evidence import Check, Evidence, Grade, Location, Outcome, Shown, Subject
from mamoru.evidence.registry import registry
from mamoru.language import both
from mamoru.verification.plan import check_of, hand_tests

DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, tzinfo=UTC)
HERE = Subject(kind="release", id="kc-1@1.0")
THE_CATALOG = catalog()
TRAPS: dict[str, dict[str, Any]] = {
    f"{standard}:{id}": trap
    for standard, traps in yaml.safe_load((Path(__file__).parent / "traps.yaml").read_text("utf-8")).items()
    for id, trap in traps.items()
}
STANDARDS_WITH_TRAPS = ("guide", "en-303-645", "jc-star-1", "cra", "psti", "iot-gl")
ASKED = [f"{s}:{r.id}" for s in STANDARDS_WITH_TRAPS for r in THE_CATALOG.standard(s).requirements]


def seeing(id: str) -> Check:
    """The check, or the test by hand as one, that is called `id`."""
    case = hand_tests().case(id)
    if case is not None:
        return check_of(case, THE_CATALOG)
    known = registry().check(id)
    assert known is not None, id
    return known


def everything(id: str, grade: Grade, *but: str, measured: tuple[str, ...] = ()) -> Evidence:
    """Evidence that shows every claim that the requirement `id` needs at `grade`, but these; some are
    measured."""
    shows = tuple(
        Shown(claim=claim, grade=Grade.MEASURED if claim in measured else grade, proof=both("…"))
        for claim in THE_CATALOG.requirement(id)[1].needs.claims  # type: ignore[index]
        if claim not in but
    )
    return Evidence(
        check="ALL", version=1, subject=HERE, outcome=Outcome.PASS, at=AT, on=DAY, shows=shows, findings=()
    )


def broken(check: Check, refutes: str | None) -> Evidence:
    """What the check says when it sees that the fact is lacking."""
    finding = check.finding(at=Location(path="here"), proof="…", refutes=seen_by(check, refutes))
    return Evidence(
        check=check.id,
        version=check.version,
        subject=HERE,
        outcome=Outcome.FAIL,
        at=AT,
        on=DAY,
        findings=(finding,),
        refutes=finding.refutes,
    )


# What a check refutes beyond its own claims where it sees this (told in the check itself).
ALSO = {"FW-SVC-001": ("sent-data-protected", "secrets-sent-encrypted")}


def seen_by(check: Check, refutes: str | None) -> tuple[str, ...]:
    """The claims that fall when the fact is lacking."""
    return (refutes,) if refutes else (*check.claims, *ALSO.get(check.id, ()))


def alone(requirement: Requirement, standard: str) -> Catalog:
    """The catalogue with only this requirement asked, whatever the product is."""
    whole = THE_CATALOG.standard(standard)
    assert whole is not None
    groups = tuple(msgspec.structs.replace(group, applies=None) for group in whole.groups)
    bare = msgspec.structs.replace(requirement, applies=None)
    only = msgspec.structs.replace(whole, requirements=(bare,), groups=groups)
    return msgspec.structs.replace(THE_CATALOG, standards=(only,))


def state(id: str, *evidence: Evidence) -> State:
    """Where the one requirement stands by `evidence`."""
    standard, requirement = THE_CATALOG.requirement(id)  # type: ignore[misc]
    asked = alone(requirement, standard.id)
    made = Made(subjects=frozenset({HERE}), facts={})
    return assess(asked, asked.standards, made, evidence, DAY).states[0]


def grade_of(id: str) -> Grade:
    """The least grade that the requirement takes."""
    return THE_CATALOG.requirement(id)[1].needs.grade  # type: ignore[index]


def measured_for(id: str) -> tuple[str, ...]:
    """The claims that it takes only measured, whatever its grade."""
    return THE_CATALOG.requirement(id)[1].needs.measured  # type: ignore[index]


def test_every_requirement_has_its_trap_and_no_trap_is_left_over() -> None:
    assert sorted(TRAPS) == sorted(ASKED)
    assert len([id for id in ASKED if not id.startswith("iot-gl")]) == 189


@pytest.mark.parametrize("id", TRAPS)
def test_it_holds_where_nothing_is_lacking(id: str) -> None:
    assert state(id, everything(id, grade_of(id), measured=measured_for(id))) is State.HOLDS


@pytest.mark.parametrize("id", TRAPS)
def test_it_falls_short_where_the_fact_is_seen_to_be_lacking(id: str) -> None:
    trap = TRAPS[id]
    seen = broken(seeing(trap["by"]), trap.get("refutes"))
    assert state(id, everything(id, Grade.MEASURED), seen) is State.FALLS_SHORT, trap["lacks"]


@pytest.mark.parametrize("id", TRAPS)
def test_it_does_not_hold_where_nobody_looked_at_the_fact(id: str) -> None:
    trap = TRAPS[id]
    check = seeing(trap["by"])
    unseen = seen_by(check, trap.get("refutes"))
    below = [c.id for c in THE_CATALOG.claims if set(c.rests_on) & set(unseen)]
    shown = everything(id, grade_of(id), *unseen, *below, measured=measured_for(id))
    assert state(id, shown) is not State.HOLDS, trap["lacks"]


@pytest.mark.parametrize("id", [id for id in TRAPS if grade_of(id) is not Grade.DECLARED])
def test_a_word_in_a_file_is_not_enough(id: str) -> None:
    assert state(id, everything(id, Grade.DECLARED)) is State.NOT_SHOWN


@pytest.mark.parametrize("id", [id for id in TRAPS if measured_for(id)])
def test_a_persons_word_does_not_stand_for_a_verification_that_was_run(id: str) -> None:
    assert state(id, everything(id, Grade.ATTESTED)) is not State.HOLDS


# A trap of one requirement that must leave its neighbour alone: each asks for its own content.
APART = {
    "cra:CRA-UI.8c": "cra:CRA-UI.4",
    "cra:CRA-UI.4": "cra:CRA-UI.5",
    "cra:CRA-UI.5": "cra:CRA-UI.8b",
    "cra:CRA-UI.8b": "cra:CRA-UI.8f",
    "cra:CRA-13.21": "cra:CRA-13.23",
    "cra:CRA-14.1": "cra:CRA-14.3",
    "en-303-645:5.3-5": "en-303-645:5.3-11",
    "en-303-645:5.3-11": "en-303-645:5.3-12",
    "en-303-645:5.3-12": "en-303-645:5.3-5",
    "en-303-645:5.12-2": "en-303-645:5.12-3",
    "en-303-645:6-2": "en-303-645:6-3A",
    "en-303-645:6-3A": "en-303-645:6-3B",
    "iot-gl:KP7": "guide:M6.1",
}


@pytest.mark.parametrize(("trapped", "neighbour"), APART.items())
def test_what_lacks_for_one_leaves_the_next_standing(trapped: str, neighbour: str) -> None:
    seen = broken(seeing(TRAPS[trapped]["by"]), TRAPS[trapped].get("refutes"))
    assert state(neighbour, everything(neighbour, Grade.MEASURED), seen) is State.HOLDS
