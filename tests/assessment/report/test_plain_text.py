"""Foreign text made harmless, counted in cells, cut and wrapped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.assessment.report.plain_text import cells, cut, plain, size, wrapped


@given(st.text())
def test_plain_text_holds_nothing_that_steers_a_terminal(text: str) -> None:
    assert plain(text).isprintable()


def test_an_escape_sequence_is_shown_not_sent() -> None:
    assert plain("a\x1b[31mb\u202ec") == "a\\x1b[31mb\\u202ec"


def test_a_kanji_takes_two_cells() -> None:
    assert cells("対策1 ●") == 7


@given(st.text(), st.integers(4, 100))
def test_a_cut_text_keeps_to_its_width(text: str, width: int) -> None:
    assert cells(cut(plain(text), width)) <= width


@given(st.text(), st.integers(4, 100))
def test_wrapping_keeps_to_the_width_and_loses_nothing(text: str, width: int) -> None:
    said = plain(text)
    lines = wrapped(said, width)
    assert all(cells(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == said.replace(" ", "")


@given(st.text(), st.integers(4, 100), st.integers(1, 4))
def test_wrapping_keeps_to_the_number_of_lines(text: str, width: int, most: int) -> None:
    lines = wrapped(plain(text), width, most)
    assert len(lines) <= most
    assert all(cells(line) <= width for line in lines)


def test_a_line_begins_with_no_closing_mark_and_breaks_no_word() -> None:
    lines = wrapped("機器を乗っ取られます。/etc/init.d/rcS を直します。", 12)
    assert not any(line.startswith(("。", "っ", "、")) for line in lines)
    assert any("/etc/init.d/" in line or "init.d/rcS" in line for line in lines)


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 B"), (1023, "1023 B"), (65536, "64 KiB"), (16 << 20, "16 MiB"), (15_900_000, "15.2 MiB")],
)
def test_bytes_are_said_as_a_person_reads_them(count: int, said: str) -> None:
    assert size(count) == said
