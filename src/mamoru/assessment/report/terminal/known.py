"""The known vulnerabilities of the components on a terminal: one line."""

from mamoru.assessment.report import words
from mamoru.assessment.report.model import Report
from mamoru.assessment.report.terminal.pen import Pen
from mamoru.language import both


def known_line(report: Report, pen: Pen) -> list[str]:
    """How many there are, in how many components, how many exploited, how many answered; nothing where there
    is none."""
    found = report.vulnerabilities
    if found is None or not (found.known or found.answered):
        return []
    if not found.known:
        return ["   " + pen.said(words.KNOWN_ALL_ANSWERED, n=found.answered)]
    exploited = sum(each.exploited for each in found.known)
    line = pen.said(
        words.KNOWN_LINE,
        n=len(found.known),
        parts=len({(each.component, each.version) for each in found.known}),
        exploited=words.KNOWN_EXPLOITED.fill(n=exploited) if exploited else both(""),
    )
    line += pen.said(words.KNOWN_ANSWERED, n=found.answered) if found.answered else ""
    return ["   " + pen.cut(line, pen.width - 3)]
