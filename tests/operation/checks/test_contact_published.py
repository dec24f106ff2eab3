"""Contact windows."""

from typing import Any

import msgspec
import pytest

from mamoru.operation.checks import contact_published as check
from mamoru.product import Documents
from mamoru.product.documents import Content
from material.documents import bare, documents, heard

SECURITY_TXT = "Contact: mailto:psirt@kodama.example\nPreferred-Languages: ja, en\n"
SUPPORT = "お問い合わせ 電話 +81 3-0000-0000（平日）"


def copied(security: str | None = SECURITY_TXT, support: str | None = SUPPORT, **bends: Any) -> Documents:
    """The good documents with copies of the two pages, which say this."""
    made = documents(contacts__0__copy="docs/security.txt", contacts__1__copy="docs/support.html", **bends)
    texts = {"docs/security.txt": security, "docs/support.html": support}
    files = {
        name: msgspec.structs.replace(made.files[name], content=Content(text=text))
        for name, text in texts.items()
        if name in made.files
    }
    return msgspec.structs.replace(made, files={**made.files, **files})


def test_pages_kept_here_that_have_the_addresses_attest_the_windows() -> None:
    said = heard(check, copied())
    assert said.grades == {"contact-published": "attested"}
    assert said.shown[0].by == "佐藤花子"
    assert [paper.place for paper in said.shown[0].papers] == ["docs/security.txt", "docs/support.html"]


@pytest.mark.parametrize(
    "page",
    [
        "電話 03-0000-0000",
        "TEL ０３－００００－００００",
        "+81 (3) 0000 0000",
        "ダイヤル: +81-3-0000-0000（平日）",
    ],
)
def test_a_telephone_number_may_be_written_in_any_way(page: str) -> None:
    assert heard(check, copied(support=page)).grades == {"contact-published": "attested"}


def test_a_form_is_its_own_page_and_a_subject_no_part_of_an_address() -> None:
    form = "https://www.kodama.example/form"
    bent = {"contacts__1__address": form, "contacts__1__published": form}
    made = copied(
        support="お名前とご用件を入力してください",
        contacts__0__address="mailto:psirt@kodama.example?subject=x",
        **bent,
    )
    assert heard(check, made).grades == {"contact-published": "attested"}


def test_addresses_that_nobody_opened_are_declared() -> None:
    said = heard(check, documents())
    assert said.grades == {"contact-published": "declared"}
    assert "nobody has opened https://www.kodama.example/security" in said.shown[0].proof.en


@pytest.mark.parametrize(
    ("pages", "word"),
    [
        ({"security": "Contact: mailto:other@kodama.example"}, "psirt@kodama.example does not stand in"),
        ({"support": "電話 03-0000-0001"}, "does not stand in docs/support.html"),
        ({"support": None}, "cannot be read as text"),
        ({"security": "  "}, "is empty"),
        ({"security": "xpsirt@kodama.example.com"}, "does not stand in"),
        ({"security": SECURITY_TXT + "Expires: 2026-01-31T00:00:00Z\n"}, "ended on 2026-01-31"),
        ({"contacts__0__address": "mailto:"}, "does not stand in"),
        ({"contacts__1__address": "tel:0"}, "does not stand in"),
        ({"absent": ("docs/support.html",)}, "nobody has opened"),
        ({"contacts__1__copy": None}, "nobody has opened"),
        ({"roles": None}, "nobody is named as contact"),
    ],
)
def test_what_does_not_show_the_address_only_declares(pages: dict[str, Any], word: str) -> None:
    bends = dict(pages)
    made = (
        copied(**bends)
        if "contacts__1__copy" not in bends
        else documents(contacts__0__copy="docs/security.txt")
    )
    said = heard(check, made)
    assert said.grades == {"contact-published": "declared"}
    assert word in said.shown[0].proof.en


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
