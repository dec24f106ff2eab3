"""CSAF 2.0, profile VEX. Source: OASIS CSAF 2.0, 4.5 and 6.1."""

from mamoru.operation.vulnerabilities.vex.document import Form
from mamoru.operation.vulnerabilities.vex.forms.csaf.reading import read, recognises
from mamoru.operation.vulnerabilities.vex.forms.csaf.writing import write

FORM = Form("csaf", "CSAF VEX", ".json", "application/json")

__all__ = ["FORM", "read", "recognises", "write"]
