"""Technical measures decided."""

from mamoru.design.checks import measures_decided as check
from material.documents import bare, documents, heard


def test_a_decision_for_each_needed_measure_is_declared() -> None:
    said = heard(check, documents())
    assert said.grades == {"technical-measures-decided": "declared"}
    assert not said.findings
    assert not said.missing


def test_a_needed_measure_without_a_decision_is_a_finding() -> None:
    said = heard(check, documents(decisions__4=None))
    assert said.fields == ["decisions"]
    assert "2B" in said.findings[0].proof
    assert not said.shown


def test_a_measure_that_is_not_needed_may_stay_undecided() -> None:
    said = heard(
        check,
        documents(
            decisions__6=None,
            decisions__5=None,
            functions=None,
            risks=None,
            characteristics={"must_stay_available": "false"},
        ),
    )
    assert not said.findings
    assert said.grades == {"technical-measures-decided": "declared"}


def test_no_decision_at_all_is_missing_and_no_finding() -> None:
    said = heard(check, documents(decisions=None))
    assert said.lacking == {"technical-measures-decided"}
    assert not said.shown
    assert not said.findings


def test_unknown_characteristics_are_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"technical-measures-decided"}
    assert not said.shown
    assert not said.findings


def test_a_decision_on_an_item_decides_on_its_measure() -> None:
    said = heard(check, documents(decisions__0__measure="1a.1"))
    assert not said.findings


def test_a_device_that_needs_none_is_not_applicable() -> None:
    said = heard(
        check,
        documents(
            interfaces=None,
            data=None,
            functions=None,
            risks=None,
            update=None,
            characteristics={
                "communicates": "false",
                "handles_data": "false",
                "must_stay_available": "false",
            },
        ),
    )
    assert said.evidence.outcome == "not-applicable"


def test_a_design_document_that_is_not_there_is_missing() -> None:
    said = heard(check, documents(absent=("docs/design.pdf",)))
    assert said.lacking == {"technical-measures-decided"}
    assert not said.shown
    assert not said.findings
