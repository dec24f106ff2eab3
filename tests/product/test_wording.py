"""Names put into texts, and what a field says."""

import pytest

from mamoru.language import Text
from mamoru.product.wording import denies, filled_in, listing


def test_names_are_parted_as_each_language_does() -> None:
    assert listing(["a", "b", "a"]) == Text("a、b", "a, b")


@pytest.mark.parametrize(
    "written",
    [
        "none",
        "None (LAN only)",
        "なし（LAN内）",
        "ｎｏｎｅ",
        "none\u200b",
        " なし。",
        "no",
        "off",
        "平文",
        "無し、社内のみ",
    ],
)
def test_what_says_that_there_is_nothing_denies_with_a_remark_too(written: str) -> None:
    assert denies(written)


@pytest.mark.parametrize(
    "written",
    [
        "無線LANで暗号化",
        "無効にする",
        "No pins are mounted",
        "端子を実装しない",
        "nonexportable key",
        "plain AES",
        "未定",
        "",
        None,
    ],
)
def test_a_sentence_denies_nothing(written: str | None) -> None:
    assert not denies(written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "-",
        "?",
        "。",
        "\u200b",
        "未定",
        "未定です",
        "検討中（10月）",
        "ＴＢＤ",
        "TBA",
        "nobody",
        "自分",
    ],
)
def test_a_placeholder_says_nothing(written: str) -> None:
    assert not filled_in(written)


@pytest.mark.parametrize(
    "written",
    ["鈴木一郎", "自分で鍵を破棄する", "Noah Baker", "TBD Corporation Ltd", "AES-256", "更新なしで動く"],
)
def test_what_is_said_is_said(written: str) -> None:
    assert filled_in(written)
