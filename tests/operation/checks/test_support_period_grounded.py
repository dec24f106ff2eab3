"""Grounds of the support period."""

from mamoru.operation.checks import support_period_grounded as check
from material.documents import bare, documents, heard


def test_grounds_with_the_decision_are_attested() -> None:
    said = heard(check, documents())
    assert said.grades == {"support-period-grounded": "attested"}
    assert not said.findings
    assert not said.missing


def test_less_than_five_years_in_the_eu_without_grounds_is_a_finding() -> None:
    said = heard(check, documents(support__grounds=None, support__until="2031-10-14"))
    assert said.fields == ["support.until"]
    assert said.evidence.refutes == ("support-period-grounded",)
    assert not said.shown


def test_five_years_to_the_day_are_enough() -> None:
    said = heard(check, documents(support__grounds=None, support__until="2031-10-15"))
    assert said.lacking == {"support-period-grounded"}
    assert not said.shown
    assert not said.findings


def test_less_than_five_years_with_grounds_is_no_finding() -> None:
    said = heard(check, documents(support__until="2029-03-31"))
    assert not said.findings
    assert said.grades == {"support-period-grounded": "attested"}


def test_less_than_five_years_outside_the_eu_is_missing() -> None:
    said = heard(check, documents(support__grounds=None, support__until="2029-03-31", markets=["jp"]))
    assert said.lacking == {"support-period-grounded"}
    assert not said.shown
    assert not said.findings


def test_no_grounds_are_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"support-period-grounded"}
    assert not said.shown
    assert not said.findings
