"""Statements whose claims are about the release."""

from mamoru.operation.checks import release_stated as check
from material.documents import bare, documents, heard


def test_a_statement_with_person_day_and_document_is_attested() -> None:
    said = heard(check, documents())
    assert said.grades == {"device-identifiable": "attested"}
    assert not said.findings
    assert not said.missing


def test_a_statement_without_a_person_is_declared() -> None:
    said = heard(check, documents(statements__2__by=None))
    assert said.grades == {"device-identifiable": "declared"}


def test_a_document_that_is_not_there_is_missing() -> None:
    said = heard(check, documents(absent=("docs/identity.pdf",)))
    assert said.lacking == {"device-identifiable"}
    assert not said.shown
    assert not said.findings


def test_a_statement_dated_in_the_future_is_missing() -> None:
    said = heard(check, documents(statements__2__on="2027-01-01"))
    assert said.lacking == {"device-identifiable"}
    assert not said.shown
    assert not said.findings


def test_a_statement_of_another_release_is_missing() -> None:
    said = heard(check, documents(releases__1={"version": "0.9"}, statements__2__release="0.9"))
    assert said.lacking == {"device-identifiable"}
    assert not said.shown
    assert not said.findings


def test_a_statement_of_this_release_counts() -> None:
    said = heard(check, documents(statements__2__release="1.0"))
    assert said.grades == {"device-identifiable": "attested"}


def test_a_statement_that_says_nothing_is_missing() -> None:
    said = heard(check, documents(statements__2__how="未定"))
    assert said.lacking == {"device-identifiable"}
    assert not said.shown
    assert not said.findings


def test_no_statement_is_missing() -> None:
    said = heard(check, bare())
    assert len(said.missing) == 1
    assert not said.shown


def test_without_a_release_it_is_missing() -> None:
    said = heard(check, documents(releases=None, verification=None))
    assert said.lacking == {"device-identifiable"}
    assert not said.shown
    assert not said.findings
