"""Target times for fixes."""

from mamoru.operation.checks import fix_times_committed as check
from material.documents import bare, documents, heard


def test_a_target_for_each_severity_is_attested() -> None:
    said = heard(check, documents(disclosure_policy__published="docs/disclosure.pdf"))
    assert said.grades == {"fix-times-committed": "attested"}
    assert not said.findings
    assert not said.missing


def test_targets_at_an_address_that_nobody_opened_are_declared() -> None:
    assert heard(check, documents()).grades == {"fix-times-committed": "declared"}


def test_a_graver_severity_with_more_days_is_a_finding() -> None:
    said = heard(check, documents(disclosure_policy__fix_days__critical="60"))
    assert said.fields == ["disclosure_policy.fix_days"]
    assert said.evidence.refutes == ("fix-times-committed",)
    assert not said.shown


def test_equal_targets_are_fine() -> None:
    said = heard(check, documents(disclosure_policy__fix_days__critical="30"))
    assert not said.findings


def test_a_severity_without_a_target_is_missing() -> None:
    said = heard(check, documents(disclosure_policy__fix_days__low=None))
    assert said.lacking == {"fix-times-committed"}
    assert not said.shown
    assert not said.findings


def test_no_targets_are_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"fix-times-committed"}
    assert not said.shown
    assert not said.findings
