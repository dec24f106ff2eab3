"""Reports: one form a file (`terminal`, `html_form`, `json_form`, `sarif`), each a function of a `Report`.

In: a `Report`, gathered by the job that examined, and a language. Out: one text. `forms()` finds the
forms; dropping in a file with a `FORMAT` and a `render` adds one.
"""

from mamoru.assessment.report.form import Form, Format, forms
from mamoru.assessment.report.model import (
    Changes,
    CheckRun,
    ImageView,
    Input,
    ProductView,
    Region,
    Report,
    Unopened,
)

__all__ = [
    "Changes",
    "CheckRun",
    "Form",
    "Format",
    "ImageView",
    "Input",
    "ProductView",
    "Region",
    "Report",
    "Unopened",
    "forms",
]
