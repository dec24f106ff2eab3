"""How far the list of risks is vouched for: by the reviews of its entries."""

from collections.abc import Iterator

from mamoru.evidence import Check, Missing, Shown
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.testimony import testimony, weakest


def reviewed(check: Check, documents: Documents, what: Text) -> Iterator[Shown | Missing]:
    """`what` is said of all risks together: attested where each has its reviewer, day and document,
    else as far as the least of them goes."""
    yield from weakest(_vouched(check, documents, what, n) for n in range(len(documents.product.risks)))


def _vouched(check: Check, documents: Documents, what: Text, n: int) -> Shown | Missing:
    act, at = documents.product.risks[n].reviewed, documents.product_file.at("risks")
    if act is None:
        return testimony(check, documents, what=what, at=at)
    return testimony(check, documents, what=what, at=at, by=act.by, on=act.on, document=act.document)
