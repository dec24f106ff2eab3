"""Every weakness of an image on a terminal: where, the proof, how to mend."""

from mamoru.assessment.report import words
from mamoru.assessment.report.model import Report
from mamoru.assessment.report.plain_text import cells
from mamoru.assessment.report.signs import SEVERITIES
from mamoru.assessment.report.terminal.image import result_lines
from mamoru.assessment.report.terminal.pen import DIM, Pen, Style
from mamoru.language import Lang


def render_weaknesses(report: Report, lang: Lang, style: Style | None = None) -> str:
    """The result in three lines, then each weakness, worst first, then what was not opened."""
    pen = Pen(lang, style or Style())
    lines = result_lines(report, report.images[0], pen)
    word = max(cells(text[lang]) for text in SEVERITIES.values())
    for finding in report.findings:
        head = pen.padded(f" {pen.severity(finding.severity)}", word + 3)
        indent = word + 3
        tail = pen.beside(pen.raw(str(finding.location)), finding.check, pen.width - indent)
        lines += ["", head + pen.inked(pen.cut(pen.said(finding.title), pen.width - indent), "1")]
        lines.append(" " * indent + tail)
        lines += [pen.inked(line, DIM) for line in pen.paragraph(pen.raw(finding.proof), indent, 2)]
        lines += pen.paragraph(pen.said(finding.remedy), indent)
    if report.not_looked:
        lines += ["", " " + pen.said(words.NOT_LOOKED)]
        lines += [line for text in report.not_looked for line in pen.paragraph(pen.said(text), 3)]
    return "\n".join(line.rstrip() for line in lines) + "\n"
