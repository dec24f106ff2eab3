"""Training within the last twelve months."""

from mamoru.governance.checks import staff_trained as check
from material.documents import bare, documents, heard


def test_a_training_this_year_with_its_record_is_attested() -> None:
    said = heard(check, documents())
    assert said.grades == {"staff-trained": "attested"}
    assert not said.findings
    assert not said.missing


def test_the_last_training_more_than_a_year_ago_is_a_finding() -> None:
    said = heard(check, documents(education__1=None))
    assert said.fields == ["education[0].on"]
    assert said.evidence.refutes == ("staff-trained",)
    assert not said.shown


def test_a_training_a_year_ago_to_the_day_still_counts() -> None:
    said = heard(check, documents(education__1__on="2025-11-23"))
    assert said.grades == {"staff-trained": "attested"}


def test_no_training_is_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"staff-trained"}
    assert not said.shown
    assert not said.findings


def test_a_training_to_come_is_missing() -> None:
    said = heard(
        check,
        documents(
            education__0=None, education__1=None, education=[{"on": "2027-01-10", "subject": "x", "by": "y"}]
        ),
    )
    assert said.lacking == {"staff-trained"}
    assert not said.shown
    assert not said.findings


def test_a_training_that_nobody_is_said_to_have_attended_is_declared() -> None:
    said = heard(check, documents(education__1__attendees=None))
    assert said.grades == {"staff-trained": "declared"}
