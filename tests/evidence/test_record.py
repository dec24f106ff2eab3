"""Evidence names itself by what it says."""

from datetime import timedelta

import msgspec
import pytest

from mamoru.evidence import Evidence, Grade, Location, Outcome
from material.assessments import AT, DAY, IMAGE, RELEASE, evidence, finding, shown


@pytest.mark.parametrize("outcome", [Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE])
def test_what_could_not_be_decided_cannot_be_said_without_a_reason(outcome: Outcome) -> None:
    with pytest.raises(ValueError, match="needs a reason"):
        Evidence(check="X-1", version=1, subject=IMAGE, outcome=outcome, at=AT, on=DAY)


def test_equal_results_have_equal_ids_whenever_they_were_made() -> None:
    now = evidence(shows=shown("c0"))
    assert msgspec.structs.replace(now, at=AT + timedelta(hours=1)).id == now.id


def test_the_id_tells_what_differs() -> None:
    here = evidence(shows=shown("c0"))
    others = [
        evidence(shows=shown("c0"), subject=RELEASE),
        evidence(shows=shown("c0"), on=DAY - timedelta(days=1)),
        evidence(shows=shown("c0", grade=Grade.DECLARED)),
        evidence(findings=(finding("c0"),)),
    ]
    assert len({e.id for e in [here, *others]}) == 5


def test_evidence_survives_being_written_and_read() -> None:
    said = evidence(shows=shown("c0"), findings=(finding("c1"),), missing=("c2",), undecided=("c3",))
    assert msgspec.json.decode(msgspec.json.encode(said), type=Evidence) == said


def test_grades_are_ordered() -> None:
    assert [[a.suffices(b) for b in Grade] for a in Grade] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]


@pytest.mark.parametrize(
    ("location", "told"),
    [
        (Location(path="/etc/shadow"), "/etc/shadow"),
        (Location(path="/etc/init.d/rcS", line=14), "/etc/init.d/rcS:14"),
        (Location(path="u-boot-env", offset=96), "u-boot-env@0x60"),
    ],
)
def test_a_place_is_told_as_an_editor_understands_it(location: Location, told: str) -> None:
    assert str(location) == told
