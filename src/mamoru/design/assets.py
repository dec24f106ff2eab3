"""Assets (守るべきもの): derived from what the product file lists, changed where it says otherwise."""

from collections.abc import Iterator, Mapping

import msgspec

from mamoru.catalog import evaluate
from mamoru.design.library import NEEDS, AssetKind, Library, Need
from mamoru.design.model import Asset
from mamoru.language import both
from mamoru.product import Product
from mamoru.product.model import Asset as Declared
from mamoru.product.model import DataItem, Function, Level

ORDER: dict[Level, int] = {"low": 0, "medium": 1, "high": 2}


def assets(library: Library, product: Product, facts: Mapping[str, bool | None]) -> tuple[Asset, ...]:
    """What must be protected, in the order of the file: data, functions, what every such device has,
    and what the file adds under assets."""
    kinds = {kind.id: kind for kind in library.assets}
    found = {asset.id: asset for asset in _listed(kinds, product, facts)}
    there = {asset.kind for asset in found.values()}
    for kind in library.assets:
        if kind.implied is None or kind.id in there or evaluate(kind.implied, facts).applies is not True:
            continue
        asset = _asset(kind, f"device-{kind.id}", origin="derived")
        found.setdefault(asset.id, asset)
    for declared in product.assets:
        before = found.get(declared.id) or _asset(kinds["other"], declared.id, origin="assets")
        found[declared.id] = _changed(before, declared)
    return tuple(found.values())


def level_of(asset: Asset, need: Need) -> Level | None:
    """How bad a loss of `need` is; None where it does not matter for this asset."""
    return asset.needs.get(need)


def _listed(
    kinds: Mapping[str, AssetKind], product: Product, facts: Mapping[str, bool | None]
) -> Iterator[Asset]:
    for item in product.data:
        asset = _asset(kinds[_gravest(kinds, item)], item.id, origin="data")
        yield msgspec.structs.replace(asset, title=both(item.description), needs=_needs(kinds, item, facts))
    for function in product.functions:
        asset = _asset(kinds[_kind_of(function)], function.id, origin="functions")
        yield msgspec.structs.replace(asset, title=both(function.description))


def _kind_of(function: Function) -> str:
    if function.safety:
        return "safety"
    return "must-stay" if function.must_stay_available else "function"


def _gravest(kinds: Mapping[str, AssetKind], item: DataItem) -> str:
    """Of the kinds of an item the one whose loss is worst; the first of equals."""
    return max(item.kinds, key=lambda kind: sum(ORDER[level] for level in kinds[kind].needs.values()))


def _needs(
    kinds: Mapping[str, AssetKind], item: DataItem, facts: Mapping[str, bool | None]
) -> dict[Need, Level]:
    """How bad the loss of each need is: the worst of its kinds. What is sensitive must not be known; the
    user's own data that is stored where the product must stay available must not be lost either."""
    needs: dict[Need, Level] = {}
    for kind in item.kinds:
        for need, level in kinds[kind].needs.items():
            needs[need] = max(needs.get(need, "low"), level, key=ORDER.__getitem__)
    raised: set[Need] = {"confidentiality", "privacy"} if item.sensitive else set()
    if item.sensitive and item.about_people and item.stored and facts.get("must-stay-available"):
        raised |= {"integrity", "availability"}
    return needs | {need: "high" for need in raised if need in needs}


def _asset(kind: AssetKind, id: str, *, origin: str) -> Asset:
    return Asset(
        id=id, kind=kind.id, title=kind.title, why=kind.why, whom=kind.whom, needs=kind.needs, origin=origin
    )


def _changed(asset: Asset, declared: Declared) -> Asset:
    levels: dict[Need, Level] = {need: getattr(declared, need) for need in NEEDS if getattr(declared, need)}
    return msgspec.structs.replace(
        asset,
        title=both(declared.description) if declared.description else asset.title,
        why=both(declared.why) if declared.why else asset.why,
        needs=asset.needs | levels,
    )
