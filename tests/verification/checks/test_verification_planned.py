"""A plan made before the release."""

from mamoru.verification.checks import verification_planned as check
from material.documents import bare, documents, heard


def test_a_plan_with_its_document_is_attested() -> None:
    said = heard(check, documents())
    assert said.grades == {"verification-planned": "attested"}
    assert not said.findings
    assert not said.missing


def test_no_plan_is_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"verification-planned"}
    assert not said.shown
    assert not said.findings


def test_a_plan_younger_than_the_release_is_missing() -> None:
    said = heard(check, documents(verification__plan__on="2026-10-16"))
    assert said.lacking == {"verification-planned"}
    assert not said.shown
    assert not said.findings


def test_a_plan_of_the_day_of_release_counts() -> None:
    said = heard(check, documents(verification__plan__on="2026-10-15"))
    assert said.grades == {"verification-planned": "attested"}


def test_a_plan_that_is_not_there_is_missing() -> None:
    said = heard(check, documents(absent=("docs/plan.pdf",)))
    assert said.lacking == {"verification-planned"}
    assert not said.shown
    assert not said.findings
