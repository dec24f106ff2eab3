"""Updates over a connection in clear."""

from typing import Any

import pytest

from mamoru.design.checks import update_channel_protected as check
from material.documents import bare, documents, heard

UPDATES = {
    "id": "ota",
    "kind": "client",
    "protocol": "https",
    "encryption": "TLS 1.3",
    "purpose": "更新の取得",
}


def with_channel(**fields: Any) -> Any:
    return documents(interfaces__2={**UPDATES, **fields}, data__0__sent_by=["web"])


def test_an_encrypted_channel_is_declared() -> None:
    said = heard(check, with_channel())
    assert said.grades == {"update-over-secure-channel": "declared"}
    assert not said.findings


@pytest.mark.parametrize(
    "named",
    [{"id": "fw", "purpose": "software update"}, {"id": "x", "peer": "ファームウェアの配布サーバー"}, {}],
)
def test_the_channel_that_carries_updates_in_clear_is_a_finding(named: dict[str, str]) -> None:
    said = heard(check, with_channel(**named, protocol="http", encryption="none"))
    assert said.fields == ["interfaces[2].encryption"]
    assert said.evidence.refutes == ("update-over-secure-channel",)
    assert not said.shown


def test_a_protocol_in_clear_of_which_nobody_says_more_is_one_too() -> None:
    assert heard(check, with_channel(protocol="tftp", encryption=None)).findings


def test_a_channel_that_asks_nobody_is_one_too_however_encrypted() -> None:
    said = heard(check, with_channel(authentication="none"))
    assert said.fields == ["interfaces[2].authentication"]
    assert not heard(check, with_channel(authentication="certificate")).findings


def test_firmware_that_an_interface_carries_names_it() -> None:
    plain = {**UPDATES, "id": "x", "purpose": "あれこれ", "protocol": "http", "encryption": "none"}
    bent = documents(interfaces__2=plain, data__0__kind=["privacy", "firmware"], data__0__sent_by=["x"])
    assert heard(check, bent).fields == ["interfaces[2].encryption"]


def test_where_no_channel_is_named_all_in_clear_tell_it_and_one_protected_does_not() -> None:
    plain = {**UPDATES, "id": "x", "purpose": "あれこれ", "protocol": "mqtt", "encryption": "none"}
    assert heard(check, documents(interfaces__2=plain, data__0__sent_by=["web"])).findings
    assert not heard(check, documents()).findings


@pytest.mark.parametrize(
    ("protocol", "purpose"),
    [("ntp", "時刻の更新"), ("dns", "update.example の名前解決"), ("http", "画面の表示の更新")],
)
def test_what_else_is_called_an_update_is_none(protocol: str, purpose: str) -> None:
    plain = {**UPDATES, "id": "x", "protocol": protocol, "encryption": "none", "purpose": purpose}
    made = documents(interfaces__2=plain, interfaces__5={**UPDATES, "id": "ota"}, data__0__sent_by=["web"])
    assert not heard(check, made).findings


def test_updates_by_hand_concern_it_not() -> None:
    said = heard(check, documents(update__method="local", interfaces__2__encryption="none"))
    assert said.evidence.outcome == "not-applicable"


def test_nothing_written_is_missing() -> None:
    assert heard(check, bare()).lacking == {"update-over-secure-channel"}
    assert heard(check, documents(update=None)).lacking == {"update-over-secure-channel"}
