"""The parts of all releases, and where a product's name occurs among them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

import msgspec

from mamoru.operation.vulnerabilities.match import Match
from mamoru.operation.vulnerabilities.matching import Says, Surroundings, matches_of
from mamoru.operation.vulnerabilities.matching.conditions import Condition
from mamoru.operation.vulnerabilities.matching.names import names_of
from mamoru.operation.vulnerabilities.store.excerpt import Excerpt
from mamoru.operation.vulnerabilities.store.kept import Kept
from mamoru.operation.vulnerabilities.telling import Circumstances, MatchTold, in_order
from mamoru.operation.vulnerabilities.watching.standing import Key, by_key
from mamoru.product.component import Component

MOST_KNOWN = 20_000  # components whose matches are held in memory


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


class Matcher:
    """Matches one release after the other with the same data on the same day.

    What comes of a component is remembered where it hangs on nothing but the component and the product: where
    no source asks what else is in the release, and nobody has decided or answered anything of it.
    """

    def __init__(self, store: Says, on: date) -> None:
        self._store, self._on = store, on
        self._known: dict[tuple[Component, int], tuple[MatchTold, ...]] = {}
        self._held: list[object] = []  # what `id` names below stays the same thing

    def told(self, parts: Parts, components: Iterable[Component]) -> dict[Key, MatchTold]:
        """The matches of some of a release's components."""
        around = _Asked(parts.components)
        decided = {each.scope.vulnerability for each in parts.around.decisions}
        product = parts.around.product
        found: list[MatchTold] = []
        for component in components:
            key = (component, id(product))
            told = self._known.get(key)
            if told is None:
                around.asked = False
                matches, _ = matches_of((component,), around, self._store)
                free = not component.answered and not any(_named(match, decided) for match in matches)
                setting = msgspec.structs.replace(parts.around, decisions=()) if free else parts.around
                told = in_order(parts.components, matches, setting, self._on)
                if free and not around.asked:
                    self._keep(key, told, product)
            found += told
        return by_key(found)

    def _keep(self, key: tuple[Component, int], told: tuple[MatchTold, ...], product: object) -> None:
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
            self._held.clear()
        if not self._held or self._held[-1] is not product:
            self._held.append(product)
        self._known[key] = told


class _Asked(Surroundings):
    """Surroundings that note whether anything was asked of them."""

    asked = False

    def judged(self, kept: Kept, component: Component) -> Condition:
        """As `Surroundings` do."""
        self.asked = self.asked or bool(kept.needs) or kept.on is not None
        return super().judged(kept, component)


def _named(match: Match, decided: Collection[str]) -> bool:
    return bool(decided) and (match.told.id in decided or any(each in decided for each in match.told.aliases))


def matches_by_release(
    portfolio: Portfolio, excerpt: Excerpt, on: date
) -> Iterator[tuple[int, dict[Key, MatchTold]]]:
    """The matches of the excerpt's vulnerabilities in each release that has any of their products: those that
    `Matcher` gives with the whole store, of these vulnerabilities."""
    matcher = Matcher(excerpt, on)
    for r, components in portfolio.touched(excerpt.products).items():
        parts = portfolio.releases[r]
        yield r, matcher.told(parts, components)
