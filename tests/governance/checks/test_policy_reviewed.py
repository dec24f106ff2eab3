"""A policy reviewed within its own period."""

from mamoru.governance.checks import policy_reviewed as check
from material.documents import bare, documents, heard


def test_a_review_within_the_period_is_attested() -> None:
    said = heard(check, documents())
    assert said.grades == {"policy-reviewed": "attested"}
    assert not said.findings
    assert not said.missing


def test_an_overdue_review_is_a_finding() -> None:
    said = heard(check, documents(policy__reviews__0__on="2025-10-01", policy__approved__on="2024-04-01"))
    assert said.fields == ["policy.reviews[0].on"]
    assert said.evidence.refutes == ("policy-reviewed",)
    assert not said.shown


def test_an_overdue_first_review_is_a_finding() -> None:
    said = heard(check, documents(policy__reviews=None, policy__approved__on="2025-04-01"))
    assert said.fields == ["policy.approved.on"]
    assert said.evidence.refutes == ("policy-reviewed",)
    assert not said.shown


def test_a_review_due_today_is_not_overdue() -> None:
    said = heard(check, documents(policy__reviews__0__on="2025-11-23", policy__approved__on="2024-04-01"))
    assert said.grades == {"policy-reviewed": "attested"}


def test_a_longer_period_of_its_own_is_honoured() -> None:
    said = heard(
        check,
        documents(policy__reviews=None, policy__approved__on="2025-04-01", policy__review_every_months="36"),
    )
    assert not said.findings


def test_a_fresh_approval_counts_as_the_first_review() -> None:
    said = heard(check, documents(policy__reviews=None))
    assert said.grades == {"policy-reviewed": "attested"}


def test_a_planned_review_does_not_count() -> None:
    said = heard(check, documents(policy__reviews__0__on="2027-01-01", policy__approved__on="2025-04-01"))
    assert said.fields == ["policy.approved.on"]
    assert said.evidence.refutes == ("policy-reviewed",)
    assert not said.shown


def test_no_policy_is_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"policy-reviewed"}
    assert not said.shown
    assert not said.findings
