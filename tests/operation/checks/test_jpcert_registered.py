"""Registration with JPCERT/CC."""

import msgspec

from mamoru.operation.checks import jpcert_registered as check
from mamoru.product.documents import Content
from material.documents import bare, documents, heard


def test_a_registration_with_a_record_contact_and_deputy_is_attested() -> None:
    said = heard(check, documents(jpcert__record="docs/jpcert.pdf"))
    assert said.grades == {"jpcert-registered": "attested"}
    assert not said.findings
    assert not said.missing


def test_a_registration_that_is_only_typed_is_declared() -> None:
    said = heard(check, documents())
    assert said.grades == {"jpcert-registered": "declared"}
    assert "without a document" in said.shown[0].proof.en


def test_a_record_of_something_else_declares_only() -> None:
    made = documents(jpcert__record="docs/jpcert.pdf")
    other = Content(
        text="社員旅行のしおり。集合は東京駅、持ち物は着替えと雨具、帰りは日曜日の夕方の予定です。"
    )
    files = {
        **made.files,
        "docs/jpcert.pdf": msgspec.structs.replace(made.files["docs/jpcert.pdf"], content=other),
    }
    said = heard(check, msgspec.structs.replace(made, files=files))
    assert said.grades == {"jpcert-registered": "declared"}
    assert "does not speak of" in said.shown[0].proof.en


def test_an_entry_unchecked_for_over_a_year_is_a_low_finding() -> None:
    said = heard(check, documents(jpcert__checked="2025-11-22"))
    assert said.fields == ["jpcert.checked"]
    assert said.findings[0].severity == "low"
    assert not said.shown


def test_an_entry_checked_a_year_ago_to_the_day_is_fine() -> None:
    said = heard(check, documents(jpcert__checked="2025-11-23"))
    assert not said.findings


def test_a_fresh_registration_needs_no_check() -> None:
    said = heard(check, documents(jpcert__checked=None, jpcert__registered="2026-06-01"))
    assert not said.findings


def test_a_registration_in_the_future_is_a_finding() -> None:
    said = heard(check, documents(jpcert__registered="2027-01-01", jpcert__checked=None))
    assert said.fields == ["jpcert.registered"]
    assert said.evidence.refutes == ("jpcert-registered",)
    assert not said.shown


def test_a_contact_who_is_their_own_deputy_is_a_finding() -> None:
    said = heard(check, documents(jpcert__deputy="佐藤花子"))
    assert said.fields == ["jpcert.deputy"]
    assert said.evidence.refutes == ("jpcert-registered",)
    assert not said.shown


def test_a_registration_without_a_contact_is_declared() -> None:
    said = heard(check, documents(jpcert__contact=None))
    assert said.grades == {"jpcert-registered": "declared"}


def test_no_registration_is_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"jpcert-registered"}
    assert not said.shown
    assert not said.findings


def test_an_answer_that_the_registration_is_complete_attests() -> None:
    made = documents(jpcert__record="docs/jpcert.pdf")
    answer = Content(
        text="JPCERT/CC 製品開発者登録窓口より。こだま電子様を製品開発者として登録いたしました。連絡先は次のとおりです。"
    )
    files = {
        **made.files,
        "docs/jpcert.pdf": msgspec.structs.replace(made.files["docs/jpcert.pdf"], content=answer),
    }
    assert heard(check, msgspec.structs.replace(made, files=files)).grades == {
        "jpcert-registered": "attested"
    }


def test_the_contact_by_the_family_name_alone_is_no_deputy() -> None:
    assert heard(check, documents(jpcert__contact="佐藤 花子", jpcert__deputy="佐藤")).fields == [
        "jpcert.deputy"
    ]
