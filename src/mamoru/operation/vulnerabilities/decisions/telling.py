"""A decision as it is told: in the list of decisions, and beside a match that it answers."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import msgspec

from mamoru.operation.vulnerabilities.decisions.decision import Decision, Judged, Justification, Scope

Standing = Literal["holds", "expired", "superseded"]


class DecisionTold(msgspec.Struct, frozen=True, kw_only=True):
    """A decision as it is kept. `standing`: it holds, has passed its last day, or a later one of the same
    scope took its place. `conditions` are written `kind=value`, `rests_on` are facts as `path: value`; None
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
