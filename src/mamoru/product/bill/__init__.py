"""A software bill of materials as a document: who says what of which parts, and how good it is.

In: the bytes of a CycloneDX (JSON) or SPDX 2 (JSON, tag-value) document. Out: a `Bill`: its product,
parts, relations, author, time, and the rules that it breaks; and its `Quality` by parts, against named
sets of minimum elements. What a maker declares as components, in every form, is `mamoru.product.sbom`.
"""

from mamoru.product.bill.document import Bill, BillPart, Fault
from mamoru.product.bill.quality import Quality, quality
from mamoru.product.bill.reading import bill_of, components, is_bill, read_bill
from mamoru.product.bill.sets import SETS, ElementSet

__all__ = [
    "SETS",
    "Bill",
    "BillPart",
    "ElementSet",
    "Fault",
    "Quality",
    "bill_of",
    "components",
    "is_bill",
    "quality",
    "read_bill",
]
