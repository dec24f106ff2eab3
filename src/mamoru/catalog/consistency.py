"""What is wrong with a catalogue that its shapes alone cannot tell: ids that lead nowhere, missing words."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from mamoru.catalog.model import Catalog, Condition, Standard

# Wording that a scheme forbids before its label is there, and promises that nobody can keep.
FORBIDDEN = re.compile(
    r"適合予定|取得予定|準拠予定|対応予定|申請中|申請予定|取得見込|安全です"
    r"|plan(s|ned)? to conform|label[- ]ready|conformity (is )?(planned|pending)|(is|are) fully secure",
    re.IGNORECASE,
)
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def faults(catalog: Catalog) -> list[str]:
    """Every fault of `catalog` in plain words, each naming where it lies; empty where there is none."""
    return [
        *_lists(catalog),
        *(
            f"{standard.id}: {fault}"
            for standard in catalog.standards
            for fault in _standard(standard, catalog)
        ),
        *_mapping(catalog),
        *_cases(catalog),
        *text_faults(msgspec.to_builtins(catalog), "catalogue"),
    ]


def twice(ids: Iterable[str], what: str) -> Iterator[str]:
    """The ids that stand more than once."""
    yield from (f"{what} {id!r} stands twice" for id, times in Counter(ids).items() if times > 1)


def _lists(catalog: Catalog) -> Iterator[str]:
    yield from twice((claim.id for claim in catalog.claims), "claim")
    yield from twice((fact.id for fact in catalog.facts), "fact")
    yield from twice((standard.id for standard in catalog.standards), "standard")
    yield from twice((case.id for case in catalog.cases), "case")
    yield from (
        f"claim {c.id!r}: weight {c.weight} is not 1 to 5" for c in catalog.claims if not 1 <= c.weight <= 5
    )
    yield from _ground(catalog)
    if not catalog.standards or catalog.standards[0].id != "guide":
        yield "the guide does not stand first"


def _ground(catalog: Catalog) -> Iterator[str]:
    """What claims rest on: it exists, and no claim rests on itself by any way."""
    below = {claim.id: claim.rests_on for claim in catalog.claims}
    for claim, ground in below.items():
        yield from (
            f"claim {claim!r}: rests on {g!r}, which does not exist" for g in ground if g not in below
        )
        seen: set[str] = set()
        waiting = list(ground)
        while waiting:
            one = waiting.pop()
            if one not in seen:
                seen.add(one)
                waiting += below.get(one, ())
        if claim in seen:
            yield f"claim {claim!r}: rests on itself"


def _standard(standard: Standard, catalog: Catalog) -> Iterator[str]:
    claims = {claim.id for claim in catalog.claims}
    facts = {fact.id for fact in catalog.facts}
    yield from twice((group.id for group in standard.groups), "group")
    yield from twice((requirement.id for requirement in standard.requirements), "requirement")
    above: set[str] = set()
    for group in standard.groups:
        if group.parent is not None and group.parent not in above:
            yield f"group {group.id!r}: parent {group.parent!r} does not stand before it"
        above.add(group.id)
        yield from (f"group {group.id!r}: {fault}" for fault in condition_faults(group.applies, facts))
    conditional = {group.id for group in standard.groups if group.applies is not None}
    for requirement in standard.requirements:
        where = f"requirement {requirement.id!r}"
        if requirement.group not in above:
            yield f"{where}: group {requirement.group!r} does not exist"
        if requirement.group in conditional and requirement.applies is None:
            yield f"{where}: its group has a condition, it has none"
        if not requirement.needs.claims:
            yield f"{where}: needs no claim"
        yield from (
            f"{where}: claim {c!r} does not exist" for c in requirement.needs.claims if c not in claims
        )
        yield from twice(requirement.needs.claims, f"{where}: claim")
        yield from (
            f"{where}: {c!r} is to be measured and not needed"
            for c in requirement.needs.measured
            if c not in requirement.needs.all
        )
        yield from (f"{where}: {fault}" for fault in condition_faults(requirement.applies, facts))
        if requirement.confidence != "high" and requirement.note is None:
            yield f"{where}: confidence is {requirement.confidence} and no note says why"


def condition_faults(condition: Condition | None, facts: set[str]) -> Iterator[str]:
    """Faults of a condition: not exactly one member, nothing combined, a fact that does not exist."""
    if condition is None:
        return
    members = (condition.fact, condition.all, condition.any, condition.not_)
    if sum(member is not None for member in members) != 1:
        yield "a condition has not exactly one of fact, all, any, not"
    if condition.fact is not None and condition.fact not in facts:
        yield f"fact {condition.fact!r} does not exist"
    for parts in (condition.all, condition.any):
        if parts == ():
            yield "a condition combines nothing"
        for part in parts or ():
            yield from condition_faults(part, facts)
    yield from condition_faults(condition.not_, facts)


def _mapping(catalog: Catalog) -> Iterator[str]:
    known = {f"{s.id}:{r.id}" for s in catalog.standards for r in s.requirements}
    yield from twice((f"{entry.from_} -> {entry.to}" for entry in catalog.mapping), "mapping")
    for entry in catalog.mapping:
        where = f"mapping {entry.from_} -> {entry.to}"
        yield from (f"{where}: {id!r} does not exist" for id in (entry.from_, entry.to) if id not in known)
        if entry.from_ == entry.to:
            yield f"{where}: leads to itself"
        if (entry.basis == "stated") != (entry.source is not None):
            yield f"{where}: a source is named exactly where a document states it"


def _cases(catalog: Catalog) -> Iterator[str]:
    guide = catalog.standard("guide")
    kinds = ("measure", "technical-measure")
    measures = [g.id for g in guide.groups if g.kind in kinds] if guide else []
    told = {measure for case in catalog.cases for measure in case.measures}
    yield from (f"measure {measure!r} has no case" for measure in measures if measure not in told)
    for case in catalog.cases:
        yield from (f"case {case.id!r}: {m!r} is no measure" for m in case.measures if m not in measures)


def text_faults(value: Any, where: str) -> Iterator[str]:
    """Faults of every text below `value`, which is made of plain dictionaries and lists."""
    if isinstance(value, (list, tuple)):
        for place, item in enumerate(value):
            yield from text_faults(item, f"{where}[{place}]")
        return
    if not isinstance(value, dict):
        return
    if "ja" not in value:
        name = value.get("id", "")
        for key, item in value.items():
            yield from text_faults(item, f"{where}.{name}.{key}" if name else f"{where}.{key}")
        return
    ja, en = value["ja"], value["en"]
    if not ja.strip() or not en.strip():
        yield f"{where}: a text is empty in one language"
    if _JAPANESE.search(en):
        yield f"{where}: Japanese in the English text {en!r}"
    for text in (ja, en):
        if found := FORBIDDEN.search(text):
            yield f"{where}: {found.group()!r} must not be said"
