"""Connections whose other side nothing authenticates."""

import pytest

from mamoru.design.checks import peers_authenticated as check
from material.documents import bare, documents, heard


def test_a_connection_with_a_certificate_is_declared() -> None:
    said = heard(check, documents())
    assert said.grades == {"peers-authenticated": "declared"}
    assert not said.findings


@pytest.mark.parametrize(
    ("encryption", "protocol", "severity"),
    [("none", "mqtt", "high"), (None, "http", "high"), ("TLS 1.3", "https", "medium")],
)
def test_a_connection_that_says_none_is_a_finding(
    encryption: str | None, protocol: str, severity: str
) -> None:
    bent = documents(
        interfaces__2__authentication="none",
        interfaces__2__encryption=encryption,
        interfaces__2__protocol=protocol,
    )
    said = heard(check, bent)
    assert said.fields == ["interfaces[2].authentication"]
    assert said.evidence.refutes == ("peers-authenticated",)
    assert said.findings[0].severity == severity
    assert not said.shown


def test_none_among_several_ways_is_the_one_that_counts() -> None:
    assert heard(check, documents(interfaces__2__authentication=["certificate", "none"])).findings


def test_a_password_in_clear_goes_to_whoever_answers() -> None:
    bent = {"interfaces__2__authentication": "password", "interfaces__2__protocol": "ocpp"}
    assert heard(check, documents(**bent, interfaces__2__encryption="none")).findings
    assert not heard(check, documents(**bent, interfaces__2__encryption="TLS 1.2")).findings


@pytest.mark.parametrize(
    "protocol", ["ntp", "DNS", "dhcp", "NTP (UDP 123)", "NTP client", "DNS/UDP", "時刻同期"]
)
def test_questions_of_time_and_names_are_left_out(protocol: str) -> None:
    said = heard(check, documents(interfaces__2__authentication="none", interfaces__2__protocol=protocol))
    assert not said.findings
    assert said.evidence.outcome == "not-applicable"


def test_the_time_beside_the_firmware_is_not_left_out() -> None:
    bent = {"interfaces__2__authentication": "none", "interfaces__2__protocol": "時刻とファームの取得"}
    assert heard(check, documents(**bent)).findings


def test_a_connection_switched_off_is_no_finding() -> None:
    assert not heard(
        check, documents(interfaces__2__authentication="none", interfaces__2__enabled="false")
    ).findings


def test_what_says_nothing_is_missing_and_a_service_is_no_connection() -> None:
    said = heard(check, documents(interfaces__2__authentication=None, interfaces__0__authentication="none"))
    assert said.lacking == {"peers-authenticated"}
    assert not said.findings
    assert heard(check, bare()).lacking == {"peers-authenticated"}
