"""A policy that its people have read."""

from mamoru.governance.checks import policy_spread as check
from material.documents import bare, documents, heard


def test_those_who_read_the_approved_policy_attest_it() -> None:
    said = heard(check, documents())
    assert said.grades == {"policy-spread": "attested"}
    assert not said.findings
    assert not said.missing


def test_a_place_of_publication_alone_is_declared() -> None:
    said = heard(check, documents(policy__acknowledged=None))
    assert said.grades == {"policy-spread": "declared"}


def test_neither_published_nor_read_is_missing() -> None:
    said = heard(check, documents(policy__acknowledged=None, policy__published=None))
    assert said.lacking == {"policy-spread"}
    assert not said.shown
    assert not said.findings


def test_no_policy_is_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"policy-spread"}
    assert not said.shown
    assert not said.findings


def test_reading_an_older_policy_does_not_count() -> None:
    said = heard(check, documents(policy__approved__on="2026-06-01"))
    assert said.lacking == {"policy-spread"}
    assert not said.shown
    assert not said.findings


def test_reading_on_the_day_of_approval_counts() -> None:
    said = heard(check, documents(policy__approved__on="2026-04-11"))
    assert said.grades == {"policy-spread": "attested"}
