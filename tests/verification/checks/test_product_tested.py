"""Tests by hand whose claims are about the product."""

from mamoru.verification.checks import product_tested as check
from material.documents import documents, heard


def test_a_passing_test_is_attested_for_claims_of_its_own_kind_only() -> None:
    said = heard(check, documents())
    assert said.grades == {"physical-ports-guarded": "attested"}
    assert not said.findings


def test_a_failed_test_refutes() -> None:
    said = heard(check, documents(verification__results__1__result="fail"))
    assert said.fields == ["verification.results[1]"]
    assert said.evidence.refutes == ("physical-ports-guarded",)
    assert not said.shown


def test_a_failed_test_of_another_kind_is_not_its_matter() -> None:
    said = heard(check, documents(verification__results__0__result="fail"))
    assert not said.findings


def test_no_results_are_missing() -> None:
    said = heard(check, documents(verification__results=None))
    assert len(said.missing) == 1
    assert not said.shown
