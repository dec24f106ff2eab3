"""The terminal form: a screen that a busy person can read. Plain in a pipe, coloured where asked.

In: a `Report`, a language, a `Style`. Out: lines of at most `Style.width` cells (not below 40), whose
first three say the result.
"""

from mamoru.assessment.report.form import Format
from mamoru.assessment.report.model import Report
from mamoru.assessment.report.terminal.every import every_lines
from mamoru.assessment.report.terminal.image import image_lines
from mamoru.assessment.report.terminal.pen import Pen, Style
from mamoru.assessment.report.terminal.product import product_lines
from mamoru.language import Lang, Text

__all__ = ["FORMAT", "Style", "render"]

FORMAT = Format(
    id="terminal",
    file_name="report.txt",
    media_type="text/plain",
    title=Text("端末の画面", "A terminal's screen"),
)


def render(report: Report, lang: Lang, style: Style | None = None) -> str:
    """The report as text that ends with a line break; without a style, as for a pipe."""
    pen = Pen(lang, style or Style())
    lines = image_lines(report, pen) if report.product is None else product_lines(report, pen)
    if pen.style.verbose:
        lines += every_lines(report, pen)
    return "\n".join(line.rstrip() for line in lines) + "\n"
