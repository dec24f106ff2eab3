"""A decision as it is told: in the list of decisions, and beside a match that it answers."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal, NamedTuple

import msgspec

from mamoru.language import Text
from mamoru.operation.vulnerabilities.decisions.decision import Decision, Judged, Justification, Scope

Standing = Literal["holds", "reopened", "expired", "superseded"]


class PartTold(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a release that a decision is about."""

    product: str
    release: str
    name: str
    version: str | None


class ReopenedTold(msgspec.Struct, frozen=True, kw_only=True):
    """A release in which a decision no longer holds, and why."""

    product: str
    release: str
    why: Text


class Placed(NamedTuple):
    """The parts of the registered releases that a decision names (None: it names none), and where it is open
    again."""

    about: tuple[PartTold, ...] | None
    reopened: tuple[ReopenedTold, ...]


EVERYWHERE = Placed(None, ())
Placing = Callable[[Decision], Placed]


class DecisionTold(msgspec.Struct, frozen=True, kw_only=True):
    """A decision as it is kept. `standing`: it holds, has passed its last day, a later one of the same
    scope took its place, or what it rests on has changed in a release. `conditions` are written `kind=value`, `rests_on` are facts as `path: value`; None
    and () where it is not limited."""

    vulnerability: str
    component: str | None
    versions: str
    product: str | None
    releases: tuple[str, ...]
    conditions: tuple[str, ...]
    state: Judged
    justification: Justification | None
    reason: str
    action: str | None
    by: str
    on: date
    until: date | None
    source: str
    standing: Standing
    rests_on: tuple[str, ...] = ()


class DecisionPlaced(DecisionTold, frozen=True, kw_only=True):
    """A decision with the parts of the registered releases that it is about (None: it names none), and where it
    is open again."""

    about: tuple[PartTold, ...] | None
    reopened: tuple[ReopenedTold, ...]


def standings(newest_first: Sequence[Decision], on: date) -> list[Standing]:
    """How each decision stands on the day `on`, in the same order."""
    seen: set[tuple[Scope, str]] = set()
    found: list[Standing] = []
    for decision in newest_first:
        if (decision.scope, decision.source) in seen:
            found.append("superseded")
        elif decision.until is not None and on > decision.until:
            found.append("expired")
        else:
            found.append("holds")
        seen.add((decision.scope, decision.source))
    return found


def decision_told(decision: Decision, standing: Standing = "holds") -> DecisionTold:
    """`decision` in the published shape."""
    scope = decision.scope
    return DecisionTold(
        vulnerability=scope.vulnerability,
        component=scope.component,
        versions=scope.versions,
        product=scope.product,
        releases=scope.releases,
        conditions=tuple(f"{condition.kind}={condition.value}" for condition in scope.conditions),
        state=decision.state,
        justification=decision.justification,
        reason=decision.reason,
        action=decision.action,
        by=decision.by,
        on=decision.on,
        until=decision.until,
        source=decision.source,
        standing=standing,
        rests_on=tuple(f"{fact.path}: {' / '.join(fact.was)}" for fact in decision.rests_on),
    )


def decision_placed(decision: Decision, standing: Standing, placing: Placing) -> DecisionPlaced:
    """`decision` in the published shape; what no longer counts is not placed."""
    placed = placing(decision) if standing == "holds" else EVERYWHERE
    told = decision_told(decision, "reopened" if placed.reopened else standing)
    return DecisionPlaced(**msgspec.structs.asdict(told), about=placed.about, reopened=placed.reopened)
