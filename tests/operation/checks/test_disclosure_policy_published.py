"""The disclosure policy."""

from mamoru.operation.checks import disclosure_policy_published as check
from material.documents import bare, documents, heard


def test_a_published_policy_with_times_is_attested() -> None:
    said = heard(check, documents(disclosure_policy__published="docs/disclosure.pdf"))
    assert said.grades == {"disclosure-policy-published": "attested"}
    assert not said.findings
    assert not said.missing


def test_a_policy_at_an_address_that_nobody_opened_is_declared() -> None:
    assert heard(check, documents()).grades == {"disclosure-policy-published": "declared"}


def test_a_policy_without_times_is_a_finding() -> None:
    said = heard(check, documents(disclosure_policy__update_days=None))
    assert said.fields == ["disclosure_policy.update_days"]
    assert said.evidence.refutes == ("disclosure-policy-published",)
    assert not said.shown


def test_a_time_of_no_days_is_a_finding() -> None:
    said = heard(check, documents(disclosure_policy__acknowledge_days="0"))
    assert said.fields == ["disclosure_policy.acknowledge_days"]
    assert said.evidence.refutes == ("disclosure-policy-published",)
    assert not said.shown


def test_a_time_of_one_day_is_fine() -> None:
    said = heard(check, documents(disclosure_policy__acknowledge_days="1"))
    assert not said.findings


def test_a_policy_that_is_not_published_is_a_finding() -> None:
    said = heard(check, documents(disclosure_policy__published=None, disclosure_policy__update_days=None))
    assert said.fields == ["disclosure_policy.published"]
    assert said.evidence.refutes == ("disclosure-policy-published",)
    assert not said.shown


def test_a_policy_whose_place_is_not_decided_is_missing() -> None:
    said = heard(check, documents(disclosure_policy__published="未定"))
    assert said.lacking == {"disclosure-policy-published"}
    assert not said.findings


def test_no_policy_is_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"disclosure-policy-published"}
    assert not said.shown
    assert not said.findings
