"""The products of a CSAF document by their ids: in which name, which versions, inside what.

A product is named by its CPE or package URL; a maker who gives neither (of a SoC, a module) by the
names of its branches (`cna:vendor:product`). A product in or on another needs that other too.
"""

import re
from collections.abc import Iterator

import msgspec

from mamoru.operation.vulnerabilities.cpe import cpe_name, order_of_product
from mamoru.operation.vulnerabilities.feeds.csaf_shape import Branch, Product, Tree
from mamoru.operation.vulnerabilities.feeds.product_names import package, package_order, software_of_cna
from mamoru.operation.vulnerabilities.feeds.vers_ranges import Range, parsed
from mamoru.operation.vulnerabilities.record import Affected, Needed, State
from mamoru.product.purl import read_purl

_MOST_DEPTH = 40
_SPACES = re.compile(r"\s+")
_SPECIAL = re.compile(r"[^\w.-]")


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One name of a product: `product` as a record names it, and its versions; `unread` are words about
    versions that are not sure. `cpe` is how another product needs it."""

    product: str
    cpe: str
    versions: Range
    unread: str | None = None
    needs: tuple[Needed, ...] = ()

    def told(self, state: State, *, fixed: tuple[str, ...] = (), why: str | None = None) -> Affected:
        """What a status says of this product."""
        versions = self.versions
        return Affected(
            product=self.product, order=versions.order, spans=versions.spans, exact=versions.exact,
            every=versions.every, spared=versions.spared, fixed=fixed, needs=self.needs, state=state, why=why,
        )  # fmt: skip


class _Place(msgspec.Struct, frozen=True):
    """Where in the tree a product stands: what the branches above say."""

    vendor: str = ""
    product: str = ""
    version: str = ""
    range: str = ""
    helper: str = ""


def products(tree: Tree) -> dict[str, tuple[Listed, ...]]:
    """Every product id of the tree with its names; of those that no name can be found for, none."""
    found: dict[str, tuple[Listed, ...]] = {}
    for product, place in _placed(tree.branches, _Place(), 0):
        found[product.product_id] = tuple(_listed(product, place))
    for product in tree.full_product_names:
        found[product.product_id] = tuple(_listed(product, _Place()))
    joined: list[tuple[Product, str, tuple[str, ...]]]
    joined = [
        (each.full_product_name, each.product_reference, (each.relates_to_product_reference,))
        for each in tree.relationships
    ]
    joined += [
        (
            path.full_product_name,
            path.beginning_product_reference,
            tuple(step.next_product_reference for step in path.subpaths),
        )
        for path in tree.product_paths
    ]
    for whole, part, others in joined:
        found[whole.product_id] = tuple(
            _with_needs(found.get(part, ()), [found.get(other, ()) for other in others])
        )
    return found


def _with_needs(parts: tuple[Listed, ...], others: list[tuple[Listed, ...]]) -> Iterator[Listed]:
    needs = tuple(Needed(tuple(dict.fromkeys(name.cpe for name in names))) for names in others if names)
    if len(needs) < len(others):  # what it is in has no name: a statement about the part alone would say more
        return
    for part in parts:
        yield msgspec.structs.replace(part, needs=(*part.needs, *needs))


def _placed(branches: tuple[Branch, ...], above: _Place, depth: int) -> Iterator[tuple[Product, _Place]]:
    if depth > _MOST_DEPTH:
        return
    for branch in branches:
        here = _below(above, branch)
        if branch.product is not None:
            yield branch.product, here
        yield from _placed(branch.branches, here, depth + 1)


def _below(above: _Place, branch: Branch) -> _Place:
    name, replace = branch.name.strip(), msgspec.structs.replace
    helper = branch.product.product_identification_helper.cpe if branch.product else ""
    here = replace(above, helper=helper or above.helper)
    match branch.category:
        case "vendor":
            return replace(here, vendor=name)
        case "product_name":
            return replace(here, product=name)
        case "product_family":
            return replace(here, product=here.product or name)
        case "product_version":
            return replace(here, version=name)
        case "product_version_range":
            return replace(here, range=name)
        case "service_pack" | "patch_level":
            return replace(here, version=name if name[:1].isdigit() else f"{here.version} {name}".strip())
        case _:
            return here


def _listed(product: Product, place: _Place) -> Iterator[Listed]:
    helper = product.product_identification_helper
    for purl in dict.fromkeys((*helper.purls, helper.purl)):
        found = read_purl(purl) if purl else None
        if found and (name := package(found.type, found.name, found.namespace or None)) is not None:
            version = found.version or place.version
            versions, unread = _versions(place, version, package_order(found.type, found.type))
            yield Listed(product=name, cpe=_formatted(place), versions=versions, unread=unread)
    if (cpe := cpe_name(helper.cpe or place.helper)) is not None:
        version = (helper.cpe and cpe.version) or place.version or cpe.version or ""
        versions, unread = _versions(place, version, order_of_product(cpe.product))
        part, names = cpe.product[4:5], cpe.product[6:].partition(":")
        needed = _formatted(_Place(vendor=names[0], product=names[2], version=version), part)
        yield Listed(product=cpe.product, cpe=needed, versions=versions, unread=unread)
    elif place.vendor and place.product and not (helper.purl or helper.purls):
        known = software_of_cna(place.vendor, place.product)
        versions, unread = _versions(place, place.version, known.order if known else "generic")
        name = f"cna:{place.vendor.lower()}:{place.product.lower()}"
        yield Listed(product=name, cpe=_formatted(place), versions=versions, unread=unread)


def _versions(place: _Place, version: str, order: str) -> tuple[Range, str | None]:
    """The branch's range where there is one, else the version, else every; what is unread of a range."""
    if place.range:
        found = parsed(place.range)
        if found is None:
            return Range(order=order), place.range
        return (msgspec.structs.replace(found, order=order) if found.order == "generic" else found), None
    return Range(order=order, exact=(version,) if version else (), every=not version), None


def _formatted(place: _Place, part: str = "*") -> str:
    """The CPE 2.3 name by which another product can need this one; without a CPE of its own made from
    the branches' names."""
    names = [
        _SPACES.sub("_", each.strip().lower()) or "*" for each in (place.vendor, place.product, place.version)
    ]
    escaped = (each if each == "*" else _SPECIAL.sub(r"\\\g<0>", each) for each in names)
    return f"cpe:2.3:{part}:{':'.join(escaped)}:*:*:*:*:*:*:*"
