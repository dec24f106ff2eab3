"""Data stored unprotected."""

from mamoru.design.checks import stored_data_protected as check
from material.documents import bare, documents, heard


def test_stored_data_with_its_protection_is_declared() -> None:
    said = heard(check, documents())
    assert said.grades == {"stored-data-protected": "declared"}
    assert not said.findings
    assert not said.missing


def test_private_data_said_to_be_unprotected_is_a_finding() -> None:
    said = heard(check, documents(data__0__stored_protection="なし"))
    assert said.fields == ["data[0].stored_protection"]
    assert said.evidence.refutes == ("stored-data-protected",)
    assert not said.shown


def test_harmless_data_unprotected_is_no_finding() -> None:
    said = heard(check, documents(data__0__stored_protection="なし", data__0__kind="log"))
    assert said.lacking == {"stored-data-protected"}
    assert not said.shown
    assert not said.findings


def test_protection_not_yet_decided_is_missing() -> None:
    said = heard(check, documents(data__0__stored_protection="未定"))
    assert said.lacking == {"stored-data-protected"}
    assert not said.shown
    assert not said.findings


def test_protection_that_is_not_stated_is_missing() -> None:
    said = heard(check, documents(data__0__stored_protection=None))
    assert said.lacking == {"stored-data-protected"}
    assert not said.shown
    assert not said.findings


def test_no_stored_data_is_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"stored-data-protected"}
    assert not said.shown
    assert not said.findings
