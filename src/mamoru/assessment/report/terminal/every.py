"""The long form on a terminal (`-v`): every requirement with its state, reason and next step."""

from mamoru.assessment.report import words
from mamoru.assessment.report.model import Report
from mamoru.assessment.report.signs import GRADES
from mamoru.assessment.report.terminal.pen import BOLD, DIM, Pen
from mamoru.assessment.report.verdict import unseen
from mamoru.assessment.result import RequirementStanding, State


def every_lines(report: Report, pen: Pen) -> list[str]:
    """All requirements of all standards in their own order, then what was not looked at."""
    lines: list[str] = []
    for standing in report.assessment.standards:
        lines += ["", " " + pen.inked(pen.cut(pen.said(standing.title), pen.width - 1), BOLD)]
        if standing.notice:
            lines += pen.paragraph(pen.said(standing.notice), 3)
        for requirement in standing.requirements:
            lines += _requirement(requirement, pen)
    lines += ["", " " + pen.inked(pen.said(words.NOT_LOOKED), BOLD)]
    for text in unseen(report):
        lines += pen.paragraph(pen.said(text), 3)
    return lines


def _requirement(requirement: RequirementStanding, pen: Pen) -> list[str]:
    id = requirement.id.partition(":")[2]
    grade = f" ({pen.said(GRADES[requirement.grade])})" if requirement.grade else ""
    word = f"{pen.sign(requirement.state)} {pen.word(requirement.state)}{grade}"
    lines = ["", pen.apart(f"   {id}  {pen.said(requirement.title)}", word)]
    lines += pen.paragraph(pen.said(requirement.reason), 5)
    if requirement.next and requirement.state is not State.NOT_APPLICABLE:
        lines += pen.paragraph(f"{pen.said(words.NEXT_ONE)}: {pen.said(requirement.next)}", 5)
    if not requirement.confirmed:
        lines.append(pen.inked("     " + pen.said(words.READING), DIM))
    return lines
