"""Recovery of functions that must stay available."""

from mamoru.design.checks import recovery_designed as check
from material.documents import bare, documents, heard


def test_a_recovery_for_each_is_declared() -> None:
    said = heard(check, documents())
    assert said.grades == {"recovers-from-crash": "declared"}
    assert not said.findings
    assert not said.missing


def test_a_function_without_a_recovery_is_missing() -> None:
    said = heard(check, documents(functions__0__recovery=None))
    assert said.lacking == {"recovers-from-crash"}
    assert not said.shown
    assert not said.findings


def test_a_function_that_may_stop_needs_none() -> None:
    said = heard(check, documents(functions__0__recovery=None, functions__0__must_stay_available="false"))
    assert said.evidence.outcome == "not-applicable"


def test_no_functions_are_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"recovers-from-crash"}
    assert not said.shown
    assert not said.findings
