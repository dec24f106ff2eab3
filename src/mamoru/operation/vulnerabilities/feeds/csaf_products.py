"""The products of a CSAF document by their ids: in which name, which versions, inside what.

A product is named by its CPE or package URL; a maker who gives neither (of a SoC, a module) by the
names of its branches (`cna:vendor:product`). A product in or on another needs that other too.
"""

import re
from collections.abc import Iterator

import msgspec

from mamoru.operation.vulnerabilities.feeds.cpe_names import cpe_name
from mamoru.operation.vulnerabilities.feeds.csaf_shape import Branch, Product, Tree
from mamoru.operation.vulnerabilities.feeds.vers_ranges import Range, parsed
from mamoru.operation.vulnerabilities.record import Affected, Needed, State
from mamoru.operation.vulnerabilities.versions import order_of

_PURL = re.compile(r"pkg:(?P<type>[A-Za-z][\w.+-]*)/(?P<name>[^@?#\s]+)(?:@(?P<version>[^?#\s]+))?")
_MOST_DEPTH = 40
_PLACE = re.compile(r"[^a-z0-9._-]+")


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
        if found := _PURL.match(purl):
            order = order_of(found["type"].lower()) or found["type"].lower()
            versions, unread = _versions(place, found["version"], order)
            name = f"pkg:{found['type'].lower()}/{found['name']}"
            yield Listed(product=name, cpe=_made_cpe(place), versions=versions, unread=unread)
    if (cpe := cpe_name(helper.cpe or place.helper)) is not None:
        versions, unread = _versions(place, cpe.version, "generic")
        yield Listed(product=cpe.product, cpe=helper.cpe or place.helper, versions=versions, unread=unread)
    elif place.vendor and place.product and not (helper.purl or helper.purls):
        versions, unread = _versions(place, None, "generic")
        name = f"cna:{place.vendor.lower()}:{place.product.lower()}"
        yield Listed(product=name, cpe=_made_cpe(place), versions=versions, unread=unread)


def _versions(place: _Place, own: str | None, order: str) -> tuple[Range, str | None]:
    """The branch's range where there is one, else the version of the name or of the branch, else every."""
    if place.range:
        found = parsed(place.range)
        if found is None:
            return Range(order=order), place.range
        return (found if order == "generic" else msgspec.structs.replace(found, order=order)), None
    version = own or place.version
    return Range(order=order, exact=(version,) if version else (), every=not version), None


def _made_cpe(place: _Place) -> str:
    """A CPE from the branches' names, by which another product can need this one."""
    vendor, product, version = (
        _PLACE.sub("_", part.lower()) or "*" for part in (place.vendor, place.product, place.version)
    )
    return f"cpe:2.3:*:{vendor}:{product}:{version}:*:*:*:*:*:*:*"
