"""Updates offered, announced, explained."""

from mamoru.operation.checks import update_offered as check
from material.documents import bare, documents, heard


def test_confirmed_instructions_attest_all_four() -> None:
    said = heard(check, documents(information__update="docs/update.pdf"))
    assert set(said.grades) == {"fixes-provided", "update-automatic", "update-notified", "update-guided"}
    assert set(said.grades.values()) == {"attested"}


def test_instructions_at_an_address_that_nobody_opened_are_declared() -> None:
    assert set(heard(check, documents()).grades.values()) == {"declared"}


def test_unconfirmed_ones_are_declared() -> None:
    said = heard(check, documents(information__confirmed=None))
    assert set(said.grades.values()) == {"declared"}


def test_no_update_is_missing_for_all_four() -> None:
    said = heard(check, bare())
    assert said.lacking == {"fixes-provided", "update-automatic", "update-notified", "update-guided"}
    assert not said.shown


def test_a_product_that_cannot_be_updated_provides_no_fixes() -> None:
    said = heard(check, documents(update={"method": "none"}))
    assert said.evidence.refutes == ("fixes-provided",)
    assert said.fields == ["update.method"]
    assert not said.shown


def test_updates_that_are_said_not_to_be_automatic_are_a_no_at_its_place() -> None:
    said = heard(check, documents(update__automatic="false"))
    assert said.evidence.refutes == ("update-automatic",)
    assert said.fields == ["update.automatic"]
    assert len(said.grades) == 3


def test_updates_of_which_nobody_says_whether_they_are_automatic_are_missing() -> None:
    said = heard(check, documents(update__automatic=None))
    assert said.lacking == {"update-automatic"}
    assert not said.findings


def test_no_notification_is_missing() -> None:
    said = heard(check, documents(update__notification=None))
    assert said.lacking == {"update-notified"}


def test_after_the_end_of_support_fixes_are_not_promised() -> None:
    said = heard(check, documents(support__until="2026-11-22"))
    assert said.evidence.refutes == ("fixes-provided",)
    assert said.fields == ["support.until"]
