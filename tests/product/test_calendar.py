"""Months after a day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.product.calendar import months_after


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 10, 15), 60, date(2031, 10, 15)),
        (date(9999, 1, 1), 12, date.max),
    ],
)
def test_a_shorter_month_ends_earlier(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


@given(st.dates(), st.integers(min_value=0, max_value=600))
def test_any_day_has_a_later_one(day: date, months: int) -> None:
    assert months_after(day, months) >= day
