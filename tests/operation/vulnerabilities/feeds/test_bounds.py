"""Bounds: what is one version, what follows a series, what remains of all versions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.operation.vulnerabilities.feeds.bounds import commit, following, rest, series, sure
from mamoru.operation.vulnerabilities.record import Span


@pytest.mark.parametrize(
    "text", ["1.0", "v2.3.24", "1.1.1zd", "0:4.18.0-513.el8", "9.2.0 SP1", "2023.01", "12L"]
)
def test_one_version_is_sure(text: str) -> None:
    assert sure(text)


@pytest.mark.parametrize(
    "text", ["", "n/a", "1.0, 2.0", "Patch 5.2", "https://aka.ms/x", "1" * 200, "6.9.2 or so"]
)
def test_what_is_more_or_less_than_one_version_is_not_sure(text: str) -> None:
    assert not sure(text)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("8e8542437bb4070423c9754d5ba270ffdbae8c8d", True),
        ("81033c6b584b", True),
        ("20230101120000", False),
        ("deadbeefdead", False),
        ("1.2.3", False),
    ],
)
def test_a_commit_is_told_from_a_date_and_a_word(text: str, is_one: bool) -> None:
    assert commit(text) is is_one


@pytest.mark.parametrize(
    ("text", "named"),
    [("6.6.*", "6.6"), ("1.x", "1"), ("8.x.x", "8"), ("v3.2.X", "3.2"), ("linux", None), ("*", None)],
)
def test_a_series_is_read_from_its_star(text: str, named: str | None) -> None:
    assert series(text) == named


@pytest.mark.parametrize(
    ("before", "order", "after"),
    [
        ("6.6", "kernel", "6.7"),
        ("4.20", "kernel", "5.0"),
        ("2.6.39", "kernel", "3.0"),
        ("2.6", "kernel", "2.7"),
        ("4.20", "generic", "4.21"),
        ("3", "generic", "4"),
    ],
)
def test_a_series_is_followed_by_the_next_in_its_makers_numbers(before: str, order: str, after: str) -> None:
    assert following(before, order) == after


def test_what_is_left_of_all_versions_lies_between_the_exceptions() -> None:
    taken = [
        Span(None, "6.4"),
        Span("6.6.23", "6.7"),
        Span("6.7.11", "6.8"),
        Span("6.8.2", "6.9"),
        Span("6.9", None),
    ]

    assert rest(taken, "kernel") == (Span("6.4", "6.6.23"), Span("6.7", "6.7.11"), Span("6.8", "6.8.2"))


def test_exceptions_that_overlap_are_taken_once() -> None:
    assert rest([Span(None, "5.10"), Span("5.2", "5.10"), Span("5.10.110", "5.11")], "kernel") == (
        Span("5.10", "5.10.110"),
        Span("5.11", None),
    )


def test_a_closed_exception_leaves_what_comes_after_it() -> None:
    assert rest([Span(None, "2.0", high_closed=True)], "generic") == (Span("2.0", None, low_open=True),)


def test_nothing_taken_leaves_every_version_and_all_taken_leaves_none() -> None:
    assert rest([], "generic") == (Span(),)
    assert rest([Span()], "generic") == ()


def test_what_cannot_be_ordered_is_not_reckoned() -> None:
    assert rest([Span("not a number", None)], "generic") is None


_NUMBERS = st.lists(st.integers(0, 30), min_size=1, max_size=3).map(lambda parts: ".".join(map(str, parts)))


@given(st.lists(st.tuples(_NUMBERS, _NUMBERS), max_size=6), _NUMBERS)
def test_a_version_is_in_the_rest_exactly_where_no_exception_holds_it(
    pairs: list[tuple[str, str]], version: str
) -> None:
    taken = [Span(low, high) for low, high in pairs]
    left = rest(taken, "generic") or ()

    assert any(_inside(version, span) for span in left) is not any(_inside(version, span) for span in taken)


def _inside(version: str, span: Span) -> bool:
    place = _place(version)
    low = span.low is None or place > _place(span.low) or (place == _place(span.low) and not span.low_open)
    return low and (
        span.high is None or place < _place(span.high) or (place == _place(span.high) and span.high_closed)
    )


def _place(version: str) -> tuple[int, ...]:
    parts = [int(part) for part in version.split(".")]
    return tuple(parts + [0] * (3 - len(parts)))
