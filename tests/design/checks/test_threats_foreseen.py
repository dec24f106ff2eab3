"""Threats to what must be protected."""

from mamoru.design.checks import threats_foreseen as check
from material.documents import bare, documents, heard


def test_threats_that_were_reviewed_are_attested() -> None:
    said = heard(check, documents())
    assert said.grades == {"threats-foreseen": "attested"}
    assert not said.findings
    assert not said.missing


def test_threats_of_which_one_was_not_reviewed_are_declared() -> None:
    said = heard(check, documents(risks__1__reviewed=None))
    assert said.grades == {"threats-foreseen": "declared"}


def test_no_threat_is_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"threats-foreseen"}
    assert not said.shown
    assert not said.findings


def test_a_threat_to_nothing_in_particular_is_missing() -> None:
    said = heard(check, documents(risks__0__assets=None, risks__1__assets=None))
    assert said.lacking == {"threats-foreseen"}
    assert not said.shown
    assert not said.findings


def test_an_asset_without_a_threat_is_named_in_the_proof() -> None:
    said = heard(check, documents(risks__1=None))
    assert "alarm" in said.shown[0].proof.ja
    assert "video" not in said.shown[0].proof.ja
