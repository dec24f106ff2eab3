"""Match a release's components with the store: matches, what was ruled out and why, and coverage."""

from collections.abc import Iterable, Sequence

import msgspec

from mamoru.language import Text
from mamoru.operation.vulnerabilities.match import Certainty, Match, Told
from mamoru.operation.vulnerabilities.matching.against import (
    AUTHORITY,
    against,
    is_weak,
    not_built,
    ruled_out_by,
    said_beside,
)
from mamoru.operation.vulnerabilities.matching.conditions import Met, Surroundings
from mamoru.operation.vulnerabilities.matching.found import Found, Hits
from mamoru.operation.vulnerabilities.matching.names import Known, names_of
from mamoru.operation.vulnerabilities.matching.places import as_one
from mamoru.operation.vulnerabilities.matching.says import Says
from mamoru.operation.vulnerabilities.matching.unassessed import Unassessed, unassessed
from mamoru.operation.vulnerabilities.matching.verdict import Verdict, Where, verdict
from mamoru.operation.vulnerabilities.store.kept import Kept
from mamoru.operation.vulnerabilities.store.layout import cve_id
from mamoru.operation.vulnerabilities.store.reading import Said, Store
from mamoru.operation.vulnerabilities.versions import key
from mamoru.product.component import Component

_BACKPORTING = ("pkg:deb/", "pkg:rpm/")
_CERTAINTY = {
    Where.INSIDE: Certainty.AFFECTED,
    Where.EVERY: Certainty.ANY_VERSION,
    Where.UNORDERED: Certainty.ORDER_UNKNOWN,
    Where.UNREAD: Certainty.ORDER_UNKNOWN,
    Where.UNVERSIONED: Certainty.VERSION_UNKNOWN,
}
_RANK = {certainty: n for n, certainty in enumerate(Certainty)}


class NearMiss(msgspec.Struct, frozen=True, kw_only=True):
    """A vulnerability that speaks of the component and was ruled out: by which source's word, and why."""

    vulnerability: str
    component: Component
    source: str
    why: Text


class Speaks(msgspec.Struct, frozen=True, kw_only=True):
    """A source that knows the component: how many vulnerabilities it lists for it, by year (0: not a CVE)."""

    name: str
    as_of: str | None
    years: dict[int, int]


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What the sources cover of a component; `sources` () where no feed knows it."""

    component: Component
    sources: tuple[Speaks, ...]


class Matched(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a match. `ruled_out` are those that upstream's ranges would have given."""

    matches: tuple[Match, ...]
    ruled_out: tuple[NearMiss, ...]
    coverage: tuple[Coverage, ...]


def matched(components: Sequence[Component], store: Store) -> Matched:
    """The vulnerabilities of `components` by all that the store says, surest first within each; what is one
    piece of software in several places is told once."""
    components = as_one(components)
    matches, ruled_out = matches_of(components, Surroundings(components), store)
    return Matched(
        matches=matches,
        ruled_out=ruled_out,
        coverage=tuple(coverage(component, store) for component in components if not component.tool),
    )


def matches_of(
    components: Iterable[Component], around: Surroundings, store: Says
) -> tuple[tuple[Match, ...], tuple[NearMiss, ...]]:
    """The matches of `components`, which lie among others, by what `store` says; and what was ruled out."""
    hits: list[tuple[Component, int, list[Found]]] = []
    late: list[tuple[Component, int, Unassessed]] = []
    ruled_out: list[NearMiss] = []
    for component in components:
        if component.tool:
            continue
        names = names_of(component)
        left_out = unassessed(component, names, store)
        hits_here = _hits(names, component, around, store)
        said_of = said_beside(names, hits_here, store)
        home = next((n for n in names if n.distribution and n.product.startswith(_BACKPORTING)), None)
        kept: set[int] = set()
        for number, found in hits_here.found.items():
            said = said_of.get(number)
            denied = against(names, said, found, component, around, store) if said else None
            if denied is None:
                denied = not_built(found, component)
            if denied is None:
                kept.add(number)
                hits.append((component, number, _unless_silent(home, found)))
            elif number not in left_out or any(known.distribution for known in names):
                id, (source, why) = cve_id(number) or str(number), denied
                ruled_out.append(NearMiss(vulnerability=id, component=component, source=source, why=why))
        late += [(component, number, each) for number, each in left_out.items() if number not in kept]
    told = store.told(sorted({number for _, number, _ in hits} | {number for _, number, _ in late}))
    hits += [
        (component, number, [_not_assessed(each, store)])
        for component, number, each in late
        if number in told and each.published_too_late(told[number].published)
    ]
    matches = [_match(component, told[number], found) for component, number, found in hits if number in told]
    return tuple(matches), tuple(ruled_out)


def _not_assessed(each: Unassessed, store: Says) -> Found:
    """That upstream did not assess the ended branch: nobody knows, so it is conditional."""
    source = store.sources[each.said.source].name
    unsaid = Verdict(Where.OUTSIDE, each.known.version, each.kept)
    return Found(source, each.known, unsaid, Certainty.CONDITIONAL, ended=each.ended)


def _unless_silent(home: Known | None, found: list[Found]) -> list[Found]:
    """`found`, made conditional where only upstream speaks of `home`, a package of a distribution that brings
    fixes back: its number alone does not tell whether this package has them."""
    if home is None or any(each.known.distribution or each.known.product in AUTHORITY for each in found):
        return found
    return [
        each._replace(certainty=Certainty.CONDITIONAL, silent=home.product)
        if each.certainty in (Certainty.AFFECTED, Certainty.ANY_VERSION)
        else each
        for each in found
    ]


def near_misses(id: str, components: Sequence[Component], store: Store) -> tuple[NearMiss, ...]:
    """Why the vulnerability `id` is no match of each component that a source names beside it."""
    number = store.number_of(id)
    around = Surroundings(components)
    found = []
    for component in components:
        for known in names_of(component):
            for said in store.said(known.product, number):
                for kept in said.kept:
                    why = ruled_out_by(known, kept, component, around)
                    if why is not None:
                        source = store.sources[said.source].name
                        found.append(NearMiss(vulnerability=id, component=component, source=source, why=why))
    return tuple(found)


def coverage(component: Component, store: Store) -> Coverage:
    """Which sources speak for the component, and of which years."""
    found: dict[int, dict[int, int]] = {}
    for known in names_of(component):
        for source, years in store.years(known.product).items():
            merged = found.setdefault(source, {})
            for year, count in years.items():
                merged[year] = max(merged.get(year, 0), count)
    return Coverage(
        component=component,
        sources=tuple(
            Speaks(name=store.sources[s].name, as_of=store.sources[s].as_of, years=years)
            for s, years in sorted(found.items(), key=lambda item: store.sources[item[0]].name)
        ),
    )


def _hits(names: Iterable[Known], component: Component, around: Surroundings, store: Says) -> Hits:
    hits = Hits({}, {})
    for known in names:
        written = key(known.order, known.version) if known.order and known.version else None
        for said in store.near(known.product, known.order if written else None, written):
            for kept in said.kept:
                if kept.state == "affected":
                    if (found := _found(known, said, kept, component, around, store)) is not None:
                        hits.found.setdefault(said.vulnerability, []).append(found)
                elif kept.state == "not-affected":
                    denials = hits.denials.setdefault(said.vulnerability, {}).setdefault(known.product, [])
                    if said not in denials:
                        denials.append(said)
    return hits


def _found(
    known: Known, said: Said, kept: Kept, component: Component, around: Surroundings, store: Says
) -> Found | None:
    judged = verdict(known.version, kept)
    if judged.where is Where.OUTSIDE:
        return None  # most are
    certainty = _CERTAINTY[judged.where]
    condition = around.judged(kept, component)
    if condition.met is Met.NO:
        return None
    untraced = kept.upper and known.product in AUTHORITY  # of a kernel the beginning decides: series differ
    if certainty is Certainty.AFFECTED and (untraced or condition.why is not None):
        certainty = Certainty.CONDITIONAL
    return Found(store.sources[said.source].name, known, judged, certainty, condition.why)


def _match(component: Component, told: Told, found: list[Found]) -> Match:
    if len(found) > 1:
        found = sorted(found, key=lambda f: (_RANK[f.certainty], is_weak(f.known, f.kept, f.source)))
    return Match(told=told, component=component, said=tuple(found))
