"""The names under which the sources may know a component, each with the version that counts there."""

from typing import Literal, NamedTuple

from mamoru.operation.vulnerabilities.cpe import cpe_name, product_of_pair
from mamoru.operation.vulnerabilities.matching.releases import distribution_of, release_of
from mamoru.operation.vulnerabilities.versions import order_of
from mamoru.product.component import Component
from mamoru.product.purl import DISTRIBUTED, Purl, read_purl
from mamoru.product.software import Software, packaged_as, software

Field = Literal["software", "cpe", "purl"]


class Known(NamedTuple):
    """A product's name and the component's version in its terms; `order` is the one to expect of its
    rows, `field` which field of the component the name comes from, `distribution` whether the name is a
    distribution's package, whose word on a version of its own goes before upstream's."""

    product: str
    version: str | None
    order: str | None
    field: Field
    distribution: bool = False


def names_of(component: Component) -> tuple[Known, ...]:
    """Every name, the surest first, each once."""
    found: dict[str, Known] = {}
    package = read_purl(component.purl) if component.purl else None
    known = software(component.software) if component.software else None
    for each in (
        *_of_package(package, known, component),
        *_of_software(known, component),
        *_of_cpes(component, known),
    ):
        found.setdefault(each.product, each)
    return tuple(found.values())


def _of_software(known: Software | None, component: Component) -> list[Known]:
    if known is None:
        return []
    version = component.version
    names = [f"software:{known.id}", *(product_of_pair(pair.lower()) for pair in known.cpes)]
    names += [f"cna:{pair.lower()}" for pair in known.cna]
    return [Known(name, version, known.order, "software") for name in names]


def _of_cpes(component: Component, known: Software | None) -> list[Known]:
    found = []
    for written in component.cpes:
        name = cpe_name(written)
        if name is None:
            continue
        order = known.order if known is not None else "generic"
        version = component.version or name.version
        found.append(Known(name.product, version, order, "cpe"))
        _, _, vendor, product = name.product.split(":", 3)
        found.append(
            Known(f"cna:{vendor}:{product}", version, order, "cpe")
        )  # the same two names, in a record without CPEs
    return found


def _of_package(package: Purl | None, known: Software | None, component: Component) -> list[Known]:
    if package is None:
        return []
    order = order_of(package.type)
    if package.type in DISTRIBUTED:
        return _of_distribution(package, known, order, component)
    return [Known(package.place, package.version or component.version, order, "purl")]


def _of_distribution(
    package: Purl, known: Software | None, order: str | None, component: Component
) -> list[Known]:
    version = package.version or component.raw_version
    if version and (epoch := package.qualifiers.get("epoch", "")).isdigit() and ":" not in version:
        version = f"{epoch}:{version}"  # the package URL type rpm keeps it apart; it is part of the version
    distribution = distribution_of(package.namespace)
    release = release_of(distribution, package.qualifiers.get("distro"), version)
    upstream = package.qualifiers.get("upstream", "").partition("@")[0]
    names = dict.fromkeys(name for name in (upstream, package.name, *_sources(known)) if name)
    found = []
    for name in names:
        base = f"pkg:{package.type}/{distribution}/{name}" if distribution else f"pkg:{package.type}/{name}"
        for place in ([f"{base}#{release}"] if release else []) + [base]:
            found.append(Known(place, version, order, "purl", distribution=True))
    return found


def _sources(known: Software | None) -> tuple[str, ...]:
    """The source packages under which distributions may keep known software: no patterns, no libraries' own."""
    if known is None:
        return ()
    return tuple(n for n in known.packages if not any(c in n for c in "*?[") and packaged_as(n) is known)
