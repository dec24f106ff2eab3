"""Information for users."""

from mamoru.operation.checks import users_informed as check
from material.documents import bare, documents, heard

HERE = {
    f"information__{part}": f"docs/{part}.pdf"
    for part in ("manual", "cautions", "setup", "disposal", "privacy")
}


def test_places_that_somebody_confirmed_are_attested() -> None:
    said = heard(check, documents(**HERE))
    assert set(said.grades) == {
        "user-guidance-published",
        "cautions-published",
        "secure-setup-guided",
        "disposal-guided",
        "personal-data-explained",
    }
    assert set(said.grades.values()) == {"attested"}


def test_an_address_that_nobody_opened_is_declared() -> None:
    said = heard(check, documents(**(HERE | {"information__manual": "https://kodama.example/x"})))
    assert said.grades["user-guidance-published"] == "declared"
    assert said.grades["disposal-guided"] == "attested"


def test_places_that_nobody_confirmed_are_declared() -> None:
    said = heard(check, documents(information__confirmed=None))
    assert set(said.grades.values()) == {"declared"}


def test_nothing_is_missing_for_each_claim() -> None:
    said = heard(check, bare())
    assert said.lacking == {
        "user-guidance-published",
        "cautions-published",
        "secure-setup-guided",
        "disposal-guided",
        "personal-data-explained",
    }
    assert not said.shown


def test_a_manual_without_cautions_is_missing() -> None:
    said = heard(check, documents(information__cautions=None))
    assert said.lacking == {"cautions-published"}
    assert len(said.grades) == 4


def test_a_leaflet_that_is_not_there_is_missing() -> None:
    said = heard(check, documents(absent=("docs/disposal.pdf",)))
    assert said.lacking == {"disposal-guided"}
    assert not said.findings
