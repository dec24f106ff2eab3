"""Network services that ask nobody."""

from mamoru.design.checks import services_authenticated as check
from material.documents import bare, documents, heard


def test_services_with_authentication_are_declared() -> None:
    said = heard(check, documents())
    assert said.grades == {"users-authenticated": "declared"}
    assert not said.findings
    assert not said.missing


def test_a_service_that_says_none_is_a_finding() -> None:
    said = heard(check, documents(interfaces__0__authentication="none"))
    assert said.fields == ["interfaces[0].authentication"]
    assert set(said.evidence.refutes) == {"users-authenticated", "settings-authorised"}
    assert not said.shown


def test_a_service_open_to_the_internet_is_critical() -> None:
    said = heard(check, documents(interfaces__0__authentication="none", interfaces__0__exposure="internet"))
    assert said.findings[0].severity == "critical"


def test_a_service_that_says_nothing_is_missing() -> None:
    said = heard(check, documents(interfaces__0__authentication=None))
    assert said.lacking == {"users-authenticated"}
    assert not said.shown
    assert not said.findings


def test_a_service_that_says_what_guards_it_is_no_finding() -> None:
    bent = {"interfaces__0__authentication": "none", "interfaces__0__protection": "機種名だけを返す"}
    assert not heard(check, documents(**bent, interfaces__0__protocol="mdns")).findings
    assert not heard(check, documents(**bent, interfaces__0__protocol="SSDP")).findings


def test_words_say_that_nothing_is_changed_and_not_that_users_are_authenticated() -> None:
    bent = {"interfaces__0__authentication": "none", "interfaces__0__protection": "読み取りのみ"}
    said = heard(check, documents(**bent))
    assert said.fields == ["interfaces[0].authentication"]
    assert said.evidence.refutes == ("users-authenticated",)


def test_words_do_not_guard_what_is_open_to_the_internet() -> None:
    bent = {"interfaces__0__authentication": "none", "interfaces__0__protection": "読み取りのみ"}
    assert heard(check, documents(**bent, interfaces__0__exposure="internet")).findings


def test_a_service_switched_off_is_no_finding() -> None:
    said = heard(check, documents(interfaces__0__authentication="none", interfaces__0__enabled="false"))
    assert not said.findings


def test_a_client_is_no_service() -> None:
    said = heard(check, documents(interfaces__2__authentication="none"))
    assert not said.findings


def test_protection_none_justifies_nothing() -> None:
    said = heard(check, documents(interfaces__1__protection="なし"))
    assert said.fields == ["interfaces[1].authentication"]
    assert set(said.evidence.refutes) == {"users-authenticated", "settings-authorised"}
    assert not said.shown


def test_no_interfaces_are_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"users-authenticated"}
    assert not said.shown
    assert not said.findings


def test_without_a_release_it_is_missing() -> None:
    said = heard(check, documents(releases=None, verification=None))
    assert said.lacking == {"users-authenticated"}
    assert not said.shown
    assert not said.findings
