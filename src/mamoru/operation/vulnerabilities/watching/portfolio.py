"""The parts of all releases, and where a product's name occurs among them."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

import msgspec

from mamoru.operation.vulnerabilities.matching import Says, Surroundings, matches_of
from mamoru.operation.vulnerabilities.matching.names import names_of
from mamoru.operation.vulnerabilities.store.excerpt import Excerpt
from mamoru.operation.vulnerabilities.telling import Circumstances, MatchTold, in_order
from mamoru.product.component import Component


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """A release's components, and what is known around them."""

    components: tuple[Component, ...]
    around: Circumstances


class Portfolio:
    """Releases, indexed by the names under which sources may know their components."""

    def __init__(self, releases: Sequence[Parts]) -> None:
        self.releases = tuple(releases)
        self._places: dict[str, dict[int, list[int]]] = {}
        names: dict[tuple[object, ...], tuple[str, ...]] = {}
        for r, release in enumerate(self.releases):
            for c, component in enumerate(release.components):
                known = _identity(component)
                products = names.get(known)
                if products is None:
                    products = names[known] = tuple(each.product for each in names_of(component))
                for product in products:
                    self._places.setdefault(product, {}).setdefault(r, []).append(c)

    def touched(self, products: Collection[str]) -> dict[int, list[Component]]:
        """By the number of the release, its components that have one of the names."""
        found: dict[int, set[int]] = {}
        for product in products:
            for r, places in self._places.get(product, {}).items():
                found.setdefault(r, set()).update(places)
        return {
            r: [self.releases[r].components[c] for c in sorted(places)] for r, places in sorted(found.items())
        }


def _identity(component: Component) -> tuple[object, ...]:
    """All of a component that its names hang on."""
    return (component.software, component.purl, component.cpes, component.version, component.raw_version)


def matches_of_release(parts: Parts, store: Says, on: date) -> tuple[MatchTold, ...]:
    """The matches of all components of one release."""
    return _told(parts, parts.components, store, on)


def matches_by_release(
    portfolio: Portfolio, excerpt: Excerpt, on: date
) -> Iterator[tuple[int, tuple[MatchTold, ...]]]:
    """The matches of the excerpt's vulnerabilities in each release that has any of their products: those that
    `matches_of_release` gives of the whole store, of these vulnerabilities."""
    for r, components in portfolio.touched(excerpt.products).items():
        yield r, _told(portfolio.releases[r], components, excerpt, on)


def _told(parts: Parts, components: Sequence[Component], store: Says, on: date) -> tuple[MatchTold, ...]:
    matches, _ = matches_of(components, Surroundings(parts.components), store)
    return in_order(parts.components, matches, parts.around, on)
