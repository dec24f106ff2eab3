"""What changed between two designs of a product: new entries bring new threats, and tests to repeat."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from mamoru.design.model import Design, Threat
from mamoru.design.seeing import name_of
from mamoru.language import Text
from mamoru.product import Product

LISTS = ("interfaces", "data", "functions", "components", "users")
S = TypeVar("S", bound=msgspec.Struct)


class EntryChange(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a list of the product file that is new, gone, changed or renamed; `fields` are those
    changed, `was` the id before."""

    list: str
    id: str
    change: str
    fields: tuple[str, ...] = ()
    was: str | None = None


class RetestCase(msgspec.Struct, frozen=True, kw_only=True):
    """A test by hand to repeat, and the claims for which it is."""

    id: str
    title: Text
    claims: tuple[str, ...]


class ThreatChange(msgspec.Struct, frozen=True, kw_only=True):
    """A threat that is new, gone, or another than it was; `what` names the parts that differ."""

    id: str
    title: Text
    change: str
    what: tuple[str, ...] = ()


class MeasureChange(msgspec.Struct, frozen=True, kw_only=True):
    """A technical measure whose need changed."""

    id: str
    before: bool | None
    after: bool | None


class DesignChanges(msgspec.Struct, frozen=True, kw_only=True):
    """The difference. `retest` are the claims to be shown anew, most threatened first, `tests` the tests by
    hand to repeat for them."""

    entries: tuple[EntryChange, ...]
    threats: tuple[ThreatChange, ...]
    measures: tuple[MeasureChange, ...]
    retest: tuple[str, ...]
    tests: tuple[RetestCase, ...] = ()


def compared(
    old: Design, new: Design, before: Product, after: Product, to: dict[str, dict[str, str]] | None = None
) -> DesignChanges:
    """What changed from `old` to `new`, which come from the product files `before` and `after`. `before`
    has the ids of today (`renaming`); `to` tells what they were."""
    found = [change for name in LISTS for change in _entries(name, before, after)]
    for name, pairs in (to or {}).items():
        for was, id in pairs.items():
            found = [each for each in found if (each.list, each.id, each.change) != (name, id, "changed")]
            found.append(EntryChange(list=name, id=id, change="renamed", was=was))
    entries = tuple(found)
    threats = _threats(old, new)
    needs = {need.id: need.needed for need in old.measures}
    measures = tuple(
        MeasureChange(id=need.id, before=needs.get(need.id), after=need.needed)
        for need in new.measures
        if needs.get(need.id) != need.needed
    )
    return DesignChanges(
        entries=entries, threats=threats, measures=measures, retest=_retest(new, entries, threats)
    )


def _entries(name: str, before: Product, after: Product) -> list[EntryChange]:
    olds: dict[str, msgspec.Struct] = {name_of(entry): entry for entry in getattr(before, name)}
    news: dict[str, msgspec.Struct] = {name_of(entry): entry for entry in getattr(after, name)}
    found = [EntryChange(list=name, id=id, change="gone") for id in olds if id not in news]
    for id, entry in news.items():
        if id not in olds:
            found.append(EntryChange(list=name, id=id, change="new"))
        elif differing := _differing(olds[id], entry):
            found.append(EntryChange(list=name, id=id, change="changed", fields=differing))
    return found


def _differing(old: msgspec.Struct, new: msgspec.Struct) -> tuple[str, ...]:
    return tuple(field for field in new.__struct_fields__ if getattr(old, field) != getattr(new, field))


def _threats(old: Design, new: Design) -> tuple[ThreatChange, ...]:
    olds = {threat.id: threat for threat in old.threats}
    news = {threat.id: threat for threat in new.threats}
    found = [ThreatChange(id=t.id, title=t.title, change="new") for t in new.threats if t.id not in olds]
    for id, threat in news.items():
        if id in olds and (what := _what(olds[id], threat)):
            found.append(ThreatChange(id=id, title=threat.title, change="changed", what=what))
    found += [ThreatChange(id=t.id, title=t.title, change="gone") for t in old.threats if t.id not in news]
    return tuple(found)


_PARTS: dict[str, Callable[[Threat], object]] = {
    "risk": lambda threat: threat.risk.level,
    "through": lambda threat: threat.through,
    "assets": lambda threat: threat.assets,
    "countered_by": lambda threat: threat.countered_by,
    "decision": lambda threat: threat.decision,
}


def _what(old: Threat, new: Threat) -> tuple[str, ...]:
    return tuple(name for name, part in _PARTS.items() if part(old) != part(new))


def _retest(new: Design, entries: Sequence[EntryChange], threats: Sequence[ThreatChange]) -> tuple[str, ...]:
    """The claims that counter a threat that is new or differs in more than its decision, or that comes
    in by, or harms, an entry that is new or changed."""
    touched = {entry.id for entry in entries if entry.change in ("new", "changed")}
    differs = {each.id for each in threats if each.change != "gone" and set(each.what) != {"decision"}}
    again = [t for t in new.threats if t.id in differs or touched & {*t.through, *t.assets}]
    return tuple(dict.fromkeys(claim for threat in again for claim in threat.countered_by))
