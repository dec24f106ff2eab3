"""What the words of an interface say of its encryption."""

import pytest

from mamoru.design.exposure import encrypted
from mamoru.product.model import Interface


def said(encryption: str | None, protocol: str = "proprietary") -> bool | None:
    return encrypted(Interface(id="i", kind="network-service", protocol=protocol, encryption=encryption))


@pytest.mark.parametrize(
    "words",
    [
        "TLS 1.3",
        "AES-128",
        "WPA2",
        "SSH2",
        "DTLS-SRTP",
        "AES with a static key",
        "暗号化している",
        "LE Secure Connections",
        "TLS 1.3, no TLS 1.0",
        "TLS 1.2 or newer, SSLv3 off",
        "WPA3 without WEP",
    ],
)
def test_what_names_an_encryption_is_encrypted(words: str) -> None:
    assert said(words) is True


@pytest.mark.parametrize(
    "words",
    [
        "none",
        "none (LAN only)",
        "なし（LAN内）",
        "暗号化しない",
        "off",
        "not encrypted",
        "ｎｏｎｅ",
        "none\u200b",
        "平文",
        "TLSなし（暗号化していない）",
    ],
)
def test_what_denies_it_in_any_words_is_not(words: str) -> None:
    assert said(words, "https") is False


@pytest.mark.parametrize("words", ["。", "optional", "like the other one", "Caesar", "独自", "yes", "未定"])
def test_what_names_nothing_says_nothing(words: str) -> None:
    assert said(words) is None


def test_without_words_the_protocol_says_it() -> None:
    assert said(None, "https") is True
    assert said(None, "rtsp") is False
    assert said(None) is None
