"""Names put into texts, and what a field says."""

import pytest

from mamoru.language import Text
from mamoru.product.wording import denies, fill, filled_in, listing


def test_names_are_parted_as_each_language_does() -> None:
    assert listing(["a", "b", "a"]) == Text("a、b", "a, b")


def test_a_text_goes_in_by_language() -> None:
    assert fill(Text("{x}です", "it is {x}"), x=Text("版", "release")) == Text("版です", "it is release")


@pytest.mark.parametrize("written", [None, "", " ", "未定", "TBD", "todo", "なし", "?"])
def test_a_placeholder_says_nothing(written: str | None) -> None:
    assert not filled_in(written)


@pytest.mark.parametrize("written", ["none", "なし", " None "])
def test_none_denies(written: str) -> None:
    assert denies(written)


@pytest.mark.parametrize("written", [None, "", "未定", "TLS 1.3"])
def test_what_is_not_yet_decided_does_not_deny(written: str | None) -> None:
    assert not denies(written)
