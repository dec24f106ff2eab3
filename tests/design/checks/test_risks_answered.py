"""Risks answered by decisions."""

from typing import Any

import pytest

from mamoru.design.checks import risks_answered as check
from material.documents import bare, documents, heard


def test_a_decision_for_each_risk_that_was_reviewed_is_attested() -> None:
    said = heard(check, documents())
    assert said.grades == {"risks-answered": "attested"}
    assert not said.findings
    assert not said.missing


def test_a_grave_risk_accepted_by_nobody_is_a_finding() -> None:
    said = heard(
        check, documents(risks__1__impact="high", risks__1__likelihood="high", risks__1__reviewed=None)
    )
    assert said.fields == ["risks[1].decision"]
    assert said.evidence.refutes == ("risks-answered",)
    assert not said.shown


def test_a_grave_risk_accepted_by_a_person_is_an_answer() -> None:
    said = heard(check, documents(risks__1__impact="high", risks__1__likelihood="high"))
    assert not said.findings
    assert said.grades == {"risks-answered": "attested"}


@pytest.mark.parametrize(
    ("bend", "word"),
    [
        ({"risks__1__reviewed": None}, "names nobody"),
        ({"risks__1__reviewed": {"by": "TODO", "on": "2026-05-01"}}, "names nobody"),
        ({"risks__1__reviewed__by": "幽霊 太郎"}, "nobody who may accept"),
        ({"risks__1__reviewed__by": "高橋実"}, "nobody who may accept"),
        ({"risks__1__why": None}, "no reason"),
        ({"risks__1__why": "x"}, "no reason"),
        ({"risks__1__until": "2035-12-31"}, "more than 12 months"),
    ],
)
def test_a_small_risk_that_is_not_accepted_by_somebody_who_may_is_no_finding_and_no_answer(
    bend: dict[str, Any], word: str
) -> None:
    said = heard(check, documents(**bend))
    assert not said.findings
    assert said.grades == {}
    assert [word in each.reason.en for each in said.missing] == [True]


def test_an_acceptance_without_an_end_is_decided_anew_after_a_year() -> None:
    assert heard(check, documents()).grades == {"risks-answered": "attested"}
    a_year_ago = documents(risks__1__reviewed__on="2025-11-22")
    assert [each.reason.en for each in heard(check, a_year_ago).missing] == [
        "Risks whose acceptance has ended (until): jamming"
    ]
    almost = documents(risks__1__reviewed__on="2025-11-23")
    assert heard(check, almost).grades != {}


def test_a_risk_without_a_decision_is_missing() -> None:
    said = heard(check, documents(risks__1__decision=None))
    assert said.lacking == {"risks-answered"}
    assert not said.shown
    assert not said.findings


def test_mitigation_without_measures_is_missing() -> None:
    said = heard(check, documents(risks__0__measures=None))
    assert said.lacking == {"risks-answered"}
    assert not said.shown
    assert not said.findings


def test_no_risks_are_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"risks-answered"}
    assert not said.shown
    assert not said.findings


def test_an_acceptance_that_has_ended_is_no_answer() -> None:
    accepted = {"risks__1__decision": "accept", "risks__1__impact": "low"}
    lasting = heard(check, documents(**accepted, risks__1__until="2026-11-23"))
    ended = heard(check, documents(**accepted, risks__1__until="2026-11-22"))
    assert lasting.grades == {"risks-answered": "attested"}
    assert ended.lacking == {"risks-answered"}


def test_a_risk_that_does_not_apply_needs_a_reason() -> None:
    bare = heard(check, documents(risks__1__decision="not-applicable", risks__1__why=None))
    said = heard(check, documents(risks__1__decision="not-applicable", risks__1__why="端子がない"))
    assert bare.lacking == {"risks-answered"}
    assert said.grades == {"risks-answered": "attested"}


def test_an_acceptance_of_a_requirement_that_does_not_count_is_told_with_its_place() -> None:
    accepted = {
        "requirement": "guide:1C.2",
        "by": "山田太郎",
        "until": "2027-06-30",
        "why": "次の基板で対応する",
    }
    assert not heard(check, documents(accepted=[accepted])).findings
    said = heard(check, documents(accepted=[accepted, {**accepted, "until": "2035-12-31"}]))
    assert said.fields == ["accepted[1]"]
    assert said.evidence.refutes == ("risks-answered",)
    assert "more than 12 months away" in said.findings[0].title.en
