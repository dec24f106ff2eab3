"""What is wrong with a threat library that its shapes alone cannot tell."""

import re
from collections.abc import Iterator

import msgspec

from mamoru.catalog import Catalog
from mamoru.catalog.consistency import condition_faults, text_faults, twice
from mamoru.design.library import Library, Selection, ThreatEntry
from mamoru.design.rating import EFFORTS, EXPOSURES
from mamoru.design.technical_measures import MEASURES
from mamoru.product.maker import Stakeholder
from mamoru.product.model import BoardPart, DataItem, Function, Interface, Product, UseCase, User

_REFERENCE = re.compile(r"CWE-\d{1,4}|CAPEC-\d{1,3}|T\d{4}(\.\d{3})?|EMB3D TID-\d{3}")
_LISTS: dict[str, type[msgspec.Struct]] = {
    "interfaces": Interface,
    "data": DataItem,
    "components": BoardPart,
    "functions": Function,
    "users": User,
    "use_cases": UseCase,
    "stakeholders": Stakeholder,
    "product": Product,
}


def faults(library: Library, catalog: Catalog) -> list[str]:
    """Every fault of a shipped `library` in plain words, those of its texts too; empty where there is none."""
    return leads_nowhere(library, catalog) + list(text_faults(msgspec.to_builtins(library), "threats"))


def leads_nowhere(library: Library, catalog: Catalog) -> list[str]:
    """Ids that lead nowhere, fields that do not exist, a matrix that is not whole."""
    facts = {fact.id for fact in catalog.facts} | {fact.id for fact in library.facts}
    found = list(twice((t.id for t in library.threats), "threat"))
    found += twice((*(f.id for f in catalog.facts), *(f.id for f in library.facts)), "fact")
    found += twice((kind.id for kind in library.assets), "kind of asset")
    for fact in library.facts:
        if fact.within is not None and fact.within not in facts:
            found.append(f"fact {fact.id!r}: within {fact.within!r} does not exist")
        found += (f"fact {fact.id!r}: {fault}" for each in fact.seen for fault in _selection(each))
    for kind in library.assets:
        found += (f"kind {kind.id!r}: {fault}" for fault in condition_faults(kind.implied, facts))
    for threat in library.threats:
        found += (f"threat {threat.id!r}: {fault}" for fault in _threat(threat, library, catalog, facts))
    found += _matrix(library)
    return found


def _threat(threat: ThreatEntry, library: Library, catalog: Catalog, facts: set[str]) -> Iterator[str]:
    claims = {claim.id for claim in catalog.claims}
    kinds = {kind.id: kind for kind in library.assets}
    actors = {actor.id for actor in library.actors}
    yield from condition_faults(threat.applies, facts)
    for each in threat.claims_when:
        yield from condition_faults(each.when, facts)
    named = (*threat.claims, *(claim for each in threat.claims_when for claim in each.claims))
    if not threat.claims:
        yield "no claim counters it"
    yield from (f"claim {claim!r} does not exist" for claim in named if claim not in claims)
    yield from (f"kind of asset {id!r} does not exist" for id in threat.assets if id not in kinds)
    yield from (f"actor {id!r} does not exist" for id in threat.actors if id not in actors)
    yield from (f"measure {id!r} does not exist" for id in threat.measures if id not in MEASURES)
    yield from (
        f"reference {r!r} has no known form" for r in threat.references if not _REFERENCE.fullmatch(r)
    )
    yield from (fault for each in threat.through for fault in _selection(each))
    if not any(need in kinds[id].needs for id in threat.assets if id in kinds for need in threat.harms):
        yield "it harms nothing that its assets need"
    if not threat.path or not threat.actors or not threat.harms:
        yield "path, actors or harms are empty"


def _selection(selection: Selection) -> Iterator[str]:
    names = _LISTS[selection.in_].__struct_fields__
    fields = (*selection.where, *selection.except_)
    yield from (f"{selection.in_} have no field {field!r}" for field in fields if field not in names)


def _matrix(library: Library) -> Iterator[str]:
    matrix = library.matrix
    for exposure in EXPOSURES:
        if set(matrix.likelihood.get(exposure, {})) != set(EFFORTS):
            yield f"matrix: likelihood of {exposure} is not whole"
    if set(matrix.level) != {"high", "medium", "low"} or any(
        set(row) != {"high", "medium", "low"} for row in matrix.level.values()
    ):
        yield "matrix: level is not whole"
