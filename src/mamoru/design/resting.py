"""What a decision on a threat rests on: the declared facts by their path, and what became of them."""

from collections.abc import Mapping

import msgspec

from mamoru.design.model import Threat
from mamoru.product import Product
from mamoru.product.stated import stated_fields


class FactChange(msgspec.Struct, frozen=True, kw_only=True):
    """A field that is not as it was; None where nothing stands there."""

    path: str
    before: str | None
    after: str | None


def facts_of(threat: Threat, product: Product, elements: tuple[str, ...] = ()) -> dict[str, str]:
    """The fields of product.yaml on which `threat` rests, by path (lists by id): of the entries that it
    comes in by, those that brought it about, what it harms, and what rated it. With `elements` only those."""
    named = {*threat.through, *threat.assets, *(id for reason in threat.why for id in reason.seen)}
    if elements:
        named &= {*elements}
    found: dict[str, str] = {}
    for name in ("interfaces", "data", "functions", "components", "users"):
        for entry in getattr(product, name):
            id = getattr(entry, "id", None) or getattr(entry, "name", "")
            if id in named and getattr(entry, "enabled", True):
                found |= dict(stated_fields(f"{name}[{id}]", entry))
    found |= {each.path: each.value for each in threat.risk.grounds if "[" not in each.path}
    return found


def changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FactChange, ...]:
    """What differs, in the order of the paths."""
    return tuple(
        FactChange(path=path, before=before.get(path), after=after.get(path))
        for path in sorted({*before, *after})
        if before.get(path) != after.get(path)
    )
