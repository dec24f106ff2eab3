"""Days that lie a number of months after another day."""

import calendar
from datetime import date


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later, or that month's last day where it is shorter; the
    last day that a date can name where it would lie beyond."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
