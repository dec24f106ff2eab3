"""The exit status of a result: 1 something is wrong or missing, 3 something could not be looked at."""

from mamoru.assessment.report.model import Report
from mamoru.assessment.result import State

FINE, FALLS_SHORT, INDETERMINATE = 0, 1, 3
_LACKING = (State.FALLS_SHORT, State.PARTLY, State.NOT_SHOWN)


def exit_status(report: Report) -> int:
    """The status of one report.

    1 where a finding is open or a requirement falls short, stands partly or is not shown; else 3
    where one is indeterminate; else 0. Of a bare image nothing was declared, so there only what was
    found counts before what could not be looked at.
    """
    states = report.assessment.states
    if report.findings or State.FALLS_SHORT in states:
        return FALLS_SHORT
    unseen = State.INDETERMINATE in states or bool(report.not_looked)
    lacking = any(state in _LACKING for state in states)
    if report.product is None and unseen:
        return INDETERMINATE
    if lacking:
        return FALLS_SHORT
    return INDETERMINATE if unseen else FINE


def combined_status(reports: list[Report]) -> int:
    """One status for several reports: 1 before 3 before 0."""
    statuses = [exit_status(report) for report in reports]
    return next((status for status in (FALLS_SHORT, INDETERMINATE) if status in statuses), FINE)
