"""The end of support."""

from mamoru.operation.checks import support_end_published as check
from material.documents import bare, documents, heard


def test_a_published_end_that_somebody_decided_is_attested() -> None:
    said = heard(check, documents(support__published="docs/support.pdf"))
    assert said.grades == {"support-end-published": "attested"}
    assert not said.findings
    assert not said.missing


def test_an_end_published_at_an_address_that_nobody_opened_is_declared() -> None:
    assert heard(check, documents()).grades == {"support-end-published": "declared"}


def test_support_that_has_ended_is_a_finding() -> None:
    said = heard(check, documents(support__until="2026-11-22"))
    assert said.fields == ["support.until"]
    assert said.evidence.refutes == ("support-end-published",)
    assert not said.shown


def test_support_that_ends_today_has_not_ended() -> None:
    said = heard(check, documents(support__until="2026-11-23"))
    assert not said.findings


def test_no_end_is_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"support-end-published"}
    assert not said.shown
    assert not said.findings


def test_an_end_that_is_set_and_not_published_is_a_finding() -> None:
    said = heard(check, documents(support__published=None))
    assert said.fields == ["support.published"]
    assert said.evidence.refutes == ("support-end-published",)
    assert not said.shown


def test_an_end_that_nobody_decided_is_declared() -> None:
    said = heard(check, documents(support__decided=None))
    assert said.grades == {"support-end-published": "declared"}
