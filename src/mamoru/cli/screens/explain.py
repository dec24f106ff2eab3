"""An explanation on the terminal: each section under its heading, wrapped."""

from collections.abc import Iterator

from mamoru.assessment.report.terminal.pen import BOLD, Pen
from mamoru.jobs.explain.explanation import Explanation

INDENT = 2


def explanation_lines(told: Explanation, pen: Pen) -> Iterator[str]:
    """The id and its title, then the sections."""
    for line in pen.paragraph(f"{pen.raw(told.id)}  {pen.said(told.title)}".rstrip(), 0):
        yield pen.inked(line, BOLD)
    for section in told.sections:
        yield ""
        yield pen.inked(pen.said(section.heading), BOLD)
        for text in section.lines:
            line = pen.said(text)
            deeper = len(line) - len(line.lstrip(" "))
            yield from pen.paragraph(line.strip(), INDENT + deeper)
