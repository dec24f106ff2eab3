"""Where advisories are published."""

from mamoru.operation.checks import advisories_published as check
from material.documents import bare, documents, heard


def test_a_place_that_somebody_confirmed_is_attested() -> None:
    said = heard(check, documents(advisories__published="docs/published.pdf"))
    assert said.grades == {"advisories-published": "attested"}
    assert not said.findings
    assert not said.missing


def test_an_address_that_nobody_opened_is_declared() -> None:
    assert heard(check, documents()).grades == {"advisories-published": "declared"}


def test_a_place_over_plain_http_is_a_finding() -> None:
    said = heard(check, documents(advisories__published="http://kodama.example/advisories"))
    assert said.fields == ["advisories.published"]
    assert said.evidence.refutes == ("advisories-published",)
    assert not said.shown


def test_a_place_that_nobody_confirmed_is_declared() -> None:
    said = heard(check, documents(advisories__by=None))
    assert said.grades == {"advisories-published": "declared"}


def test_a_procedure_that_is_not_there_is_missing() -> None:
    said = heard(check, documents(absent=("docs/advisories.pdf",)))
    assert said.lacking == {"advisories-published"}
    assert not said.shown
    assert not said.findings


def test_no_place_is_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"advisories-published"}
    assert not said.shown
    assert not said.findings
