"""Components that are one piece of software in several places, as one: told once, with all its places.

A recipe becomes several packages (`libcrypto3` and `libssl3` of OpenSSL), a kernel several hundred
(`kmod-*`); every vulnerability would be told for each.
"""

from collections.abc import Hashable, Iterable

import msgspec

from mamoru.operation.vulnerabilities.matching.names import names_of
from mamoru.product.component import Component
from mamoru.product.purl import read_purl

KERNEL = "linux"
MOST_PLACES = 2000


def as_one(components: Iterable[Component]) -> tuple[Component, ...]:
    """Each piece of software once, in the order in which it first comes. Components are one where every
    source would say the same of them, and whoever declares them says the same of their vulnerabilities."""
    groups: dict[Hashable, list[Component]] = {}
    for component in components:
        groups.setdefault(_same(component), []).append(component)
    return tuple(_joined(group) for group in groups.values())


def _same(component: Component) -> Hashable:
    said = (component.tool, component.answered)
    if component.software == KERNEL and component.version is not None:
        return KERNEL, component.version, said
    package = read_purl(component.purl) if component.purl else None
    if component.software is None:
        return component.version, names_of(component) or id(component), said
    home = (package.type, package.namespace, package.qualifiers.get("distro")) if package else None
    return component.software, component.version, component.raw_version, home, said


def _joined(group: list[Component]) -> Component:
    if len(group) == 1:
        return group[0]
    first = next((each for each in group if each.kernel is not None), None) or next(
        (each for each in group if each.name == each.software), group[0]
    )
    places = tuple(dict.fromkeys(place for each in group for place in each.occurrences))
    return msgspec.structs.replace(
        first,
        cpes=tuple(dict.fromkeys(cpe for each in group for cpe in each.cpes)),
        occurrences=places[:MOST_PLACES],
    )
