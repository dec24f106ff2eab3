"""The parties that product security needs."""

from mamoru.governance.checks import stakeholders_identified as check
from material.documents import bare, documents, heard


def test_a_list_of_parties_is_declared() -> None:
    said = heard(check, documents())
    assert said.grades == {"stakeholders-identified": "declared"}
    assert not said.findings
    assert not said.missing


def test_no_list_is_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"stakeholders-identified"}
    assert not said.shown
    assert not said.findings


def test_a_placeholder_is_no_party() -> None:
    said = heard(check, documents(stakeholders=[{"name": "未定", "kind": "contractor"}]))
    assert said.lacking == {"stakeholders-identified"}
    assert not said.shown
    assert not said.findings
