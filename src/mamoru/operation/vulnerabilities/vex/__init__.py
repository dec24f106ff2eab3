"""VEX, out and in: OpenVEX, CycloneDX VEX and CSAF VEX.

Out: `stated()` makes statements of what was decided, `document_of()` a maker's document of them, `write_vex()`
its bytes in one of `forms()`. In:
`read_vex()` reads a supplier's document, leniently and bounded (`FormatError` where it is none), and
`decisions_of()` makes decisions of it with their source named.
"""

from mamoru.operation.vulnerabilities.vex.deciding import decisions_of
from mamoru.operation.vulnerabilities.vex.document import (
    Form,
    Part,
    Revision,
    Statement,
    VexDocument,
    VexRead,
)
from mamoru.operation.vulnerabilities.vex.publishing import document_of, part_of
from mamoru.operation.vulnerabilities.vex.registry import forms, read_vex, write_vex
from mamoru.operation.vulnerabilities.vex.stating import stated

__all__ = [
    "Form",
    "Part",
    "Revision",
    "Statement",
    "VexDocument",
    "VexRead",
    "decisions_of",
    "document_of",
    "forms",
    "part_of",
    "read_vex",
    "stated",
    "write_vex",
]
