"""Whether a component is the one that a decision names, and which version counts in its terms."""

from typing import NamedTuple

from mamoru.operation.vulnerabilities.cpe import cpe_name
from mamoru.operation.vulnerabilities.matching.names import names_of
from mamoru.operation.vulnerabilities.versions import order_of
from mamoru.product.component import Component
from mamoru.product.purl import read_purl
from mamoru.product.software import software


class Met(NamedTuple):
    """The version of the component in the terms of the name, and the order in which it is compared."""

    version: str | None
    order: str | None


def met(name: str | None, component: Component) -> Met | None:
    """How `name` (None: any) means `component`; None where it does not."""
    if name is None:
        return _plain(component)
    if name.startswith("pkg:"):
        return _by_purl(name, component)
    if name.startswith("cpe:"):
        return _by_cpe(name, component)
    own = {component.name.casefold(), (component.software or "").casefold()}
    package = read_purl(component.purl) if component.purl else None
    if package is not None:
        own.add(package.name.casefold())
    return _plain(component) if name.casefold() in own - {""} else None


def without_version(purl: str) -> tuple[str, str | None] | None:
    """A package URL without version and qualifiers, and the version; None where it is none."""
    package = read_purl(purl)
    if package is None:
        return None
    return package.place, package.version


def _plain(component: Component) -> Met:
    known = software(component.software) if component.software else None
    package = read_purl(component.purl) if component.purl else None
    if known is not None:
        return Met(component.version, known.order)
    order = order_of(package.type) if package is not None else "generic"
    return Met(component.raw_version or component.version, order)


def _by_purl(name: str, component: Component) -> Met | None:
    asked = read_purl(name)
    if asked is None:
        return None
    own = read_purl(component.purl) if component.purl else None
    if own is not None and (own.type, own.namespace, own.name) == (asked.type, asked.namespace, asked.name):
        version = own.version or component.raw_version or component.version
        return Met(version, order_of(own.type) or "generic")
    known = software(component.software) if component.software else None
    if known is not None and without_version(known.purl) == without_version(name.partition("@")[0]):
        return Met(component.version, known.order)
    return None


def _by_cpe(name: str, component: Component) -> Met | None:
    asked = cpe_name(name)
    if asked is None:
        return None
    for known in names_of(component):
        if known.product == asked.product:
            return Met(known.version, known.order)
    return None
