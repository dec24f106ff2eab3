"""Contact windows."""

from mamoru.operation.checks import contact_published as check
from material.documents import bare, documents, heard


def test_published_windows_are_attested_by_who_holds_them() -> None:
    said = heard(check, documents())
    assert said.grades == {"contact-published": "attested"}
    assert said.shown[0].by == "佐藤花子"


def test_an_address_that_cannot_be_used_is_a_finding() -> None:
    said = heard(check, documents(contacts__0__address="psirt(at)kodama.example"))
    assert said.fields == ["contacts[0].address"]
    assert said.evidence.refutes == ("contact-published",)
    assert not said.shown


def test_an_http_form_is_a_finding() -> None:
    said = heard(check, documents(contacts__1__address="http://kodama.example/form"))
    assert said.fields == ["contacts[1].address"]
    assert said.evidence.refutes == ("contact-published",)
    assert not said.shown


def test_an_https_form_is_fine() -> None:
    said = heard(check, documents(contacts__1__address="https://kodama.example/form"))
    assert not said.findings


def test_a_key_over_plain_http_is_a_finding() -> None:
    said = heard(check, documents(contacts__0__pgp_key="http://kodama.example/psirt.asc"))
    assert said.fields == ["contacts[0].pgp_key"]
    assert said.evidence.refutes == ("contact-published",)
    assert not said.shown


def test_a_key_in_the_workspace_is_fine() -> None:
    said = heard(check, documents(contacts__0__pgp_key="docs/psirt.asc"))
    assert not said.findings


def test_a_window_for_somebody_lacking_is_missing() -> None:
    said = heard(check, documents(contacts__2=None))
    assert said.lacking == {"contact-published"}
    assert not said.shown
    assert not said.findings


def test_a_window_that_is_not_published_is_a_finding() -> None:
    said = heard(check, documents(contacts__1__published=None))
    assert said.fields == ["contacts[1].published"]
    assert said.evidence.refutes == ("contact-published",)
    assert not said.shown


def test_a_window_whose_page_is_not_there_is_missing() -> None:
    said = heard(check, documents(contacts__1__published="docs/window.pdf", absent=("docs/window.pdf",)))
    assert said.lacking == {"contact-published"}
    assert not said.shown
    assert not said.findings


def test_a_window_that_nobody_holds_is_declared() -> None:
    said = heard(check, documents(roles=None))
    assert said.grades == {"contact-published": "declared"}


def test_no_window_is_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"contact-published"}
    assert not said.shown
    assert not said.findings
