"""A policy that the executive approved."""

from mamoru.governance.checks import policy_approved as check
from material.documents import bare, documents, heard


def test_an_approval_by_the_executive_with_its_document_is_attested() -> None:
    said = heard(check, documents())
    assert said.grades == {"policy-approved": "attested"}
    assert not said.findings
    assert not said.missing


def test_an_approval_dated_in_the_future_is_a_finding() -> None:
    said = heard(check, documents(policy__approved__on="2027-01-01"))
    assert said.fields == ["policy.approved.on"]
    assert said.evidence.refutes == ("policy-approved",)
    assert not said.shown


def test_an_approval_on_the_day_itself_counts() -> None:
    said = heard(check, documents(policy__approved__on="2026-11-23"))
    assert said.grades == {"policy-approved": "attested"}


def test_no_policy_at_all_is_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"policy-approved"}
    assert not said.shown
    assert not said.findings


def test_a_policy_without_an_approval_is_missing() -> None:
    said = heard(check, documents(policy__approved=None))
    assert said.lacking == {"policy-approved"}
    assert not said.shown
    assert not said.findings


def test_a_document_that_is_named_and_not_there_is_missing() -> None:
    said = heard(check, documents(absent=("docs/policy.pdf",)))
    assert said.lacking == {"policy-approved"}
    assert not said.shown
    assert not said.findings


def test_an_approval_without_any_document_is_only_declared() -> None:
    said = heard(check, documents(policy__document=None))
    assert said.grades == {"policy-approved": "declared"}


def test_an_approval_by_somebody_else_is_none_by_the_executive() -> None:
    said = heard(check, documents(policy__approved__by="鈴木一郎"))
    assert said.lacking == {"policy-approved"}
    assert not said.shown
    assert not said.findings


def test_a_title_with_the_executives_name_is_the_executive() -> None:
    said = heard(check, documents(policy__approved__by="社長 山田 太郎"))
    assert said.grades == {"policy-approved": "attested"}
