"""The page over all products of a workspace: each a row with its four phases, what is overdue and open.

In: the reports with the places where they lie, and the language shown first. Out: a whole page, made of
the same parts as a report: one file, no network, both languages, all of it without script.
"""

from collections.abc import Sequence

from mamoru.assessment.report.form import Format, Listed
from mamoru.assessment.report.html_form.page import page_of_products
from mamoru.language import Lang, Text

OVERVIEW = Format(
    id="all-products",
    file_name="index.html",
    media_type="text/html",
    title=Text("製品の一覧", "All products"),
)


def render_all(listed: Sequence[Listed], lang: Lang) -> str:
    """All products on one page whose first language is `lang`."""
    return page_of_products(listed, lang)
