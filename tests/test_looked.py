"""What was looked at: no answer without it, and none of it is no good answer."""

import msgspec
import pytest

from mamoru.language import Text
from mamoru.looked import Looked, Seen, Share, looked_at, together

WHY = Text("開けません", "cannot be opened")


def test_an_answer_that_forgets_what_it_looked_at_is_refused() -> None:
    with pytest.raises(TypeError):
        Looked()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Looked(shares=())  # type: ignore[call-arg]
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(b"{}", type=Looked)


def test_nothing_answered_is_nothing_looked_at_whatever_else_was_counted() -> None:
    none = Share(what=Seen.COMPONENTS, asked=15, answered=0)
    sources = Share(what=Seen.SOURCES, asked=9, answered=9)

    assert Looked(shares=(), unseen=()).nothing
    assert Looked(shares=(none, sources), unseen=()).nothing
    assert not Looked(shares=(sources, none), unseen=()).nothing


def test_a_share_is_told_and_only_what_was_out_of_sight_makes_it_uncertain() -> None:
    some = looked_at(Seen.COMPONENTS, 15, 12, [])

    assert some.whole
    assert some.text == Text("部品 12 / 15 点", "12 of 15 components")
    assert not looked_at(Seen.BYTES, 15, 12, [WHY]).whole


def test_more_answers_than_questions_are_a_fault_of_ours() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        Share(what=Seen.FILES, asked=2, answered=3)


def test_several_answers_rest_on_all_that_each_looked_at() -> None:
    both = together([looked_at(Seen.BYTES, 4, 2, [WHY]), looked_at(Seen.BYTES, 6, 6, [WHY])])

    assert both == looked_at(Seen.BYTES, 10, 8, [WHY])
    assert together([]).nothing
