"""Data sent in clear."""

from mamoru.design.checks import sent_data_encrypted as check
from material.documents import bare, documents, heard


def test_data_over_encrypted_interfaces_is_declared() -> None:
    said = heard(check, documents())
    assert said.grades == {"sent-data-protected": "declared"}
    assert not said.findings
    assert not said.missing


def test_private_data_over_plain_http_is_a_finding() -> None:
    said = heard(check, documents(interfaces__0__protocol="http", interfaces__0__encryption=None))
    assert said.fields == ["interfaces[0].encryption"]
    assert said.evidence.refutes == ("sent-data-protected",)
    assert not said.shown


def test_private_data_over_an_interface_that_says_none_is_a_finding() -> None:
    said = heard(check, documents(interfaces__0__protocol="独自", interfaces__0__encryption="なし"))
    assert said.fields == ["interfaces[0].encryption"]
    assert said.evidence.refutes == ("sent-data-protected",)
    assert not said.shown


def test_encryption_not_yet_decided_is_missing() -> None:
    said = heard(check, documents(interfaces__0__protocol="独自", interfaces__0__encryption="未定"))
    assert said.lacking == {"sent-data-protected"}
    assert not said.shown
    assert not said.findings


def test_mqtt_with_tls_is_no_finding() -> None:
    said = heard(check, documents(interfaces__2__protocol="mqtt", interfaces__2__encryption="TLS 1.2"))
    assert not said.findings


def test_data_encrypted_before_it_is_sent_is_no_finding() -> None:
    said = heard(
        check,
        documents(
            interfaces__0__protocol="http", interfaces__0__encryption=None, data__0__sent_protection="AES-GCM"
        ),
    )
    assert not said.findings


def test_harmless_data_in_clear_is_missing_and_no_finding() -> None:
    said = heard(
        check,
        documents(interfaces__0__protocol="http", interfaces__0__encryption=None, data__0__kind="telemetry"),
    )
    assert said.lacking == {"sent-data-protected"}
    assert not said.shown
    assert not said.findings


def test_no_data_sent_is_missing() -> None:
    said = heard(check, documents(data__0__sent_by=None))
    assert said.lacking == {"sent-data-protected"}
    assert not said.shown
    assert not said.findings


def test_no_interfaces_are_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"sent-data-protected"}
    assert not said.shown
    assert not said.findings
