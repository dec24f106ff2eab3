"""The HTML form: one file for the screen, the phone and paper, with both languages, without network.

In: a `Report` and the language shown first. Out: a whole page. Scripts and styles are named by
their digests in the page's content security policy, so nothing that an image or a file says can
run; without script all is there but the filter.
"""

from mamoru.assessment.report.form import Format
from mamoru.assessment.report.html_form.page import page
from mamoru.assessment.report.model import Report
from mamoru.language import Lang, Text

__all__ = ["FORMAT", "render"]

FORMAT = Format(id="html", file_name="index.html", media_type="text/html", title=Text("報告書", "Report"))


def render(report: Report, lang: Lang) -> str:
    """The report as one page whose first language is `lang`."""
    return page(report, lang)
