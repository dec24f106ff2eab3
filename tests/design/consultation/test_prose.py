"""Nothing that must stay at home leaves in a sentence."""

import pytest

from mamoru.design.consultation.prose import cleared

EVERYTHING = ("people", "peers", "suppliers", "documents", "names", "ports")


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("The service password is hunter2!", "hunter2"),
        ("管理用パスワードは「mimamori1」です", "mimamori1"),
        ("token=eyJhbGciOiJIUzI1NiJ9.abc.def", "eyJ"),
        ("stored as $6$salt$0123456789abcdef", "$6$"),
        ("see https://user:pw@intra/x", "user:pw"),
        ("tried on serial number NC1-0042A", "0042A"),
        ("製造番号 A123-4567 の機器で確かめた", "4567"),
        ("key 0123456789abcdef0123456789abcdef in the JIG", "0123456789abcdef"),
    ],
)
def test_secrets_and_serial_numbers_never_leave(text: str, gone: str) -> None:
    assert gone not in cleared((), ())(text)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("call 03-1234-5678 at night", "1234"),
        ("ask hanako.sato@mimamori.example first", "hanako"),
        ("佐藤さんが決めた", "佐藤"),
        ("decided by Ms. Sato", "Sato"),
        ("it calls 192.168.10.5:8883 and fe80::1", "192.168"),
        ("it calls fe80::1 too", "fe80"),
        ("its MAC is 02:00:5e:10:00:01", "5e:10"),
        ("sends to api.mimamori.co.jp", "mimamori.co"),
        ("高橋実が書いた", "高橋実"),
    ],
)
def test_names_and_addresses_leave_only_where_they_may(text: str, gone: str) -> None:
    assert gone not in cleared(EVERYTHING, ("高橋実",))(text)
    assert cleared((), ())(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "The password is set by the user at first use, version 1.2.3 on 2026-11-23.",
        "TLS 1.3 with AES-128-GCM, port 8883",
        "パスワードは利用者が決める",
        "Each device has its own serial number.",
    ],
)
def test_what_is_no_secret_stays_readable(text: str) -> None:
    kept = cleared(EVERYTHING, ())(text)

    assert len(kept) > len(text) * 0.6
