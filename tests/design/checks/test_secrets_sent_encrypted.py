"""Passwords and tokens in clear."""

import pytest

from mamoru.design.checks import secrets_sent_encrypted as check
from material.documents import bare, documents, heard


@pytest.mark.parametrize("way", ["password", "token", ["certificate", "password"]])
def test_a_password_over_what_is_not_encrypted_is_a_finding(way: object) -> None:
    said = heard(check, documents(interfaces__0__authentication=way, interfaces__0__encryption="none"))
    assert said.fields == ["interfaces[0].encryption"]
    assert said.evidence.refutes == ("secrets-sent-encrypted",)


def test_a_protocol_in_clear_is_enough() -> None:
    bent = documents(interfaces__0__protocol="http", interfaces__0__encryption=None)
    assert heard(check, bent).fields == ["interfaces[0].encryption"]


def test_a_connection_that_sends_its_password_in_clear_is_one_too() -> None:
    bent = documents(
        interfaces__2__authentication="password",
        interfaces__2__protocol="mqtt",
        interfaces__2__encryption=None,
    )
    assert heard(check, bent).fields == ["interfaces[2].encryption"]


def test_an_encrypted_password_is_declared_and_no_more() -> None:
    said = heard(check, documents())
    assert said.grades == {"secrets-sent-encrypted": "declared"}
    assert not said.findings


def test_encryption_that_nobody_states_is_missing() -> None:
    bent = documents(interfaces__0__encryption=None, interfaces__0__protocol="proprietary")
    said = heard(check, bent)
    assert said.lacking == {"secrets-sent-encrypted"}
    assert not said.shown


@pytest.mark.parametrize("kept", [{"authentication": "certificate"}, {"enabled": "false"}])
def test_what_sends_no_secret_is_no_finding_and_shows_nothing(kept: dict[str, str]) -> None:
    bent = {"encryption": "none", **kept}
    said = heard(check, documents(**{f"interfaces__0__{name}": value for name, value in bent.items()}))
    assert not said.findings
    assert not said.shown


def test_nothing_written_is_missing() -> None:
    assert heard(check, bare()).lacking == {"secrets-sent-encrypted"}
