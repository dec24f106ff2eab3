"""Advice from outside."""

from mamoru.design.checks import expert_consulted as check
from material.documents import bare, documents, heard


def test_advice_with_its_record_is_attested() -> None:
    said = heard(check, documents())
    assert said.grades == {"expert-consulted": "attested"}
    assert not said.findings
    assert not said.missing


def test_advice_without_a_record_is_declared() -> None:
    said = heard(check, documents(consultations__0__document=None))
    assert said.grades == {"expert-consulted": "declared"}


def test_no_advice_is_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"expert-consulted"}
    assert not said.shown
    assert not said.findings


def test_an_appointment_to_come_is_missing() -> None:
    said = heard(check, documents(consultations__0__on="2026-12-01"))
    assert said.lacking == {"expert-consulted"}
    assert not said.shown
    assert not said.findings
