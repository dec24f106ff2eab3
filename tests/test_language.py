"""Text in two languages: what is filled into it stays in its language, and nothing of Python reaches a screen."""

import pytest

from mamoru.language import Text, both, joined


def test_a_text_that_is_filled_in_goes_in_by_language() -> None:
    sentence = Text("{x}は{n}点です", "{x} are {n}")

    assert sentence.fill(x=Text("部品", "parts"), n=3) == Text("部品は3点です", "parts are 3")


def test_a_text_without_a_language_cannot_become_a_string() -> None:
    text = Text("版", "release")

    with pytest.raises(TypeError):
        f"{text}"
    with pytest.raises(TypeError):
        str(text)
    assert f"{text['ja']} {text['en']}" == "版 release"


def test_a_list_is_parted_as_each_language_does() -> None:
    assert joined([both("a"), Text("い", "b")]) == Text("a、い", "a, b")
