"""Versions written as words: read where they can be read in one way only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.operation.vulnerabilities.feeds.version_words import Words, read_words
from mamoru.operation.vulnerabilities.record import Span


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("< 10.6.2", [Span(None, "10.6.2")]),
        ("<= 4.8", [Span(None, "4.8", high_closed=True)]),
        (">= 1.2, < 1.4", [Span("1.2", "1.4")]),
        ("< 1.4, >= 1.2", [Span("1.2", "1.4")]),
        (">=2.0.0,<2.3.1", [Span("2.0.0", "2.3.1")]),
        ("> 1.2, <= 1.4", [Span("1.2", "1.4", low_open=True, high_closed=True)]),
        (">= 1.0, < 1.2, >= 2.0, < 2.1", [Span("1.0", "1.2"), Span("2.0", "2.1")]),
        ("< 1.2 || >= 2.0 < 2.1", [Span(None, "1.2"), Span("2.0", "2.1")]),
        (">= 3.1", [Span("3.1")]),
        (">= 0, < 5.1", [Span(None, "5.1")]),
        ("1.0 - 1.3", [Span("1.0", "1.3", high_closed=True)]),
        ("8.5.0 to 8.5.12", [Span("8.5.0", "8.5.12", high_closed=True)]),
        ("from 1.0 through 1.5", [Span("1.0", "1.5", high_closed=True)]),
        ("1.0 ≤1.5", [Span("1.0", "1.5", high_closed=True)]),
        ("0 <2.3", [Span(None, "2.3")]),
        ("before 2.13.0", [Span(None, "2.13.0")]),
        ("before version 4.3.1.493", [Span(None, "4.3.1.493")]),
        ("All versions prior to 23.08.07", [Span(None, "23.08.07")]),
        ("Ver5.61 and earlier", [Span(None, "5.61", high_closed=True)]),
        ("4.8 or below", [Span(None, "4.8", high_closed=True)]),
        ("2.0 and later", [Span("2.0")]),
        ("1.x", [Span("1", "2")]),
        ("all versions", [Span()]),
    ],
)
def test_ranges_in_words_are_read(text: str, spans: list[Span]) -> None:
    assert read_words(text) == Words(tuple(spans))


@pytest.mark.parametrize(
    ("text", "exact"),
    [("= 1.0.0", ("1.0.0",)), ("2024, 2023 and 2022", ("2024", "2023", "2022")), ("1.0-1", ("1.0-1",))],
)
def test_single_versions_in_words_are_read(text: str, exact: tuple[str, ...]) -> None:
    assert read_words(text) == Words((), exact)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "< 1.5, < 2.3",
        "< 1.2, >= 2.0",
        ">= 2.0, < 1.0",
        ">= 1.0, >= 2.0",
        "2.0 to 1.0",
        "up to 4.2",
        "before version 3.0 for Microsoft Windows and before version 1.13.4 for linux",
        "ArubaOS 8.11.x.x: 8.11.1.0 and below",
        "see reference",
        "< 1.0 " * 200,
    ],
)
def test_words_of_two_meanings_or_none_are_left_to_a_person(text: str) -> None:
    assert read_words(text) is None


@given(st.text(alphabet="<>=≤≥0123456789. ,-vxandorto|;*", max_size=80))
def test_no_text_breaks_the_reader_and_each_range_rises(text: str) -> None:
    words = read_words(text)

    assert words is None or all(isinstance(span, Span) for span in words.spans)
