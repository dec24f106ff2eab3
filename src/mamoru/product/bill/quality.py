"""How good a bill of materials is, by parts: what it says, against whom, which rules it breaks."""

from collections.abc import Iterable
from typing import Literal

import msgspec

from mamoru.language import Text
from mamoru.looked import Looked, Seen, looked_at
from mamoru.product.bill.document import Bill, Fault
from mamoru.product.bill.elements import Element, Measured, Standing, measured
from mamoru.product.bill.sets import SETS, ElementSet

UNREAD = Text("部品として読めない記載が{n}件あります。", "Entries that cannot be read as a part: {n}.")
_MET = frozenset({Standing.WHOLE, Standing.REST_SAID})


class PointStanding(msgspec.Struct, frozen=True, kw_only=True):
    """A point of a set: `element` says where it is measured, `met` whether it is met; both are null
    where no file can show it."""

    title: Text
    element: Element | None
    met: bool | None


class SetStanding(msgspec.Struct, frozen=True, kw_only=True):
    """A set and its points. `counted` where it decides the exit status."""

    id: str
    title: Text
    edition: str
    counted: bool
    met: int
    of: int
    points: tuple[PointStanding, ...]
    note: Text


class Quality(msgspec.Struct, frozen=True, kw_only=True):
    """`mamoru sbom check --format json`. `components` counts the parts beside the product; `faults` are
    the rules of its form that the document breaks."""

    schema: Literal["mamoru/sbom-check/1"]
    path: str
    form: str
    edition: str
    product: str | None
    components: int
    elements: tuple[Measured, ...]
    sets: tuple[SetStanding, ...]
    faults: tuple[Fault, ...]
    looked: Looked

    @property
    def falls_short(self) -> bool:
        """Whether a point of a set that counts is not met, or a rule is broken."""
        return bool(self.faults) or any(each.met < each.of for each in self.sets if each.counted)


def quality(bill: Bill, path: str, asked: Iterable[str] | None = None) -> Quality:
    """How good `bill` is. `asked` are the ids of the sets that count; None counts those in force."""
    wanted = {each.id for each in SETS if each.binding} if asked is None else set(asked)
    elements = measured(bill)
    stand = {each.id: each.standing for each in elements}
    product = bill.product
    return Quality(
        schema="mamoru/sbom-check/1",
        path=path,
        form=bill.form,
        edition=bill.edition,
        product=f"{product.name} {product.version or ''}".strip() if product and product.name else None,
        components=len(bill.parts),
        elements=elements,
        sets=tuple(_set(each, stand, faultless=not bill.faults, counted=each.id in wanted) for each in SETS),
        faults=bill.faults,
        looked=_looked(bill),
    )


def _looked(bill: Bill) -> Looked:
    unseen = (UNREAD.fill(n=bill.unread),) if bill.unread else ()
    return looked_at(Seen.COMPONENTS, len(bill.parts) + bill.unread, len(bill.parts), unseen)


def _set(asked: ElementSet, stand: dict[Element, Standing], *, faultless: bool, counted: bool) -> SetStanding:
    points = tuple(
        PointStanding(
            title=point.title,
            element=point.element,
            met=None if point.element is None else _met(point.element, stand, faultless=faultless),
        )
        for point in asked.points
    )
    return SetStanding(
        id=asked.id,
        title=asked.title,
        edition=asked.edition,
        counted=counted,
        met=sum(point.met is True for point in points),
        of=sum(point.met is not None for point in points),
        points=points,
        note=asked.note,
    )


def _met(element: Element, stand: dict[Element, Standing], *, faultless: bool) -> bool:
    """The form counts only where its rules are kept: a machine may stumble otherwise."""
    return stand[element] in _MET and (element is not Element.FORM or faultless)
