"""Contractors bound by security clauses."""

from mamoru.governance.checks import outsourcers_bound as check
from material.documents import bare, documents, heard


def test_a_contract_with_clauses_and_its_document_is_attested() -> None:
    said = heard(check, documents())
    assert said.grades == {"outsourcers-bound": "attested"}
    assert not said.findings
    assert not said.missing


def test_a_contract_said_to_have_no_clauses_is_a_finding() -> None:
    said = heard(check, documents(stakeholders__1__contract__security_clauses="false"))
    assert said.fields == ["stakeholders[1].contract.security_clauses"]
    assert said.evidence.refutes == ("outsourcers-bound",)
    assert not said.shown


def test_a_contractor_without_an_agreement_is_missing() -> None:
    said = heard(check, documents(stakeholders__1__contract=None))
    assert said.lacking == {"outsourcers-bound"}
    assert not said.shown
    assert not said.findings


def test_no_list_of_parties_is_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"outsourcers-bound"}
    assert not said.shown
    assert not said.findings


def test_internal_parties_alone_need_no_contract() -> None:
    said = heard(check, documents(stakeholders__1=None))
    assert said.evidence.outcome == "not-applicable"
    assert not said.missing


def test_one_contractor_of_two_unbound_is_not_shown() -> None:
    said = heard(check, documents(stakeholders__0={"name": "工場", "kind": "factory"}))
    assert said.lacking == {"outsourcers-bound"}
    assert not said.shown
    assert not said.findings


def test_the_least_proven_contract_gives_the_grade() -> None:
    said = heard(
        check,
        documents(
            stakeholders__0={"name": "工場", "kind": "factory", "contract": {"security_clauses": "true"}}
        ),
    )
    assert said.grades == {"outsourcers-bound": "declared"}


def test_a_contract_document_that_is_not_there_is_missing() -> None:
    said = heard(check, documents(absent=("docs/aoba.pdf",)))
    assert said.lacking == {"outsourcers-bound"}
    assert not said.shown
    assert not said.findings
