"""Risks rated by impact and likelihood."""

from mamoru.design.checks import risks_rated as check
from material.documents import bare, documents, heard


def test_risks_rated_by_a_person_with_a_record_are_attested() -> None:
    said = heard(check, documents())
    assert said.grades == {"risks-rated": "attested"}
    assert not said.findings
    assert not said.missing


def test_no_risks_are_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"risks-rated"}
    assert not said.shown
    assert not said.findings


def test_one_unrated_risk_is_missing() -> None:
    said = heard(check, documents(risks__1__impact=None))
    assert said.lacking == {"risks-rated"}
    assert not said.shown
    assert not said.findings


def test_a_rating_by_nobody_is_declared() -> None:
    said = heard(check, documents(risks__1__reviewed=None))
    assert said.grades == {"risks-rated": "declared"}
