"""The order in which threats are shown, and the few that are shown first."""

from collections.abc import Sequence

from mamoru.catalog import Catalog
from mamoru.design.assets import ORDER
from mamoru.design.library import RiskLevel
from mamoru.design.model import Threat

FIRST_VIEW = 15
GRAVITY: dict[RiskLevel, int] = {"critical": 0, "high": 1, "medium": 2, "low": 3}


def ranked(found: Sequence[Threat], catalog: Catalog) -> tuple[Threat, ...]:
    """The threats, most grave first: by level, then those that are common, then by impact and
    likelihood, then by how much is at risk where its claims do not hold, then in the library's order."""
    weight = {claim.id: claim.weight for claim in catalog.claims}

    def grave(threat: Threat) -> tuple[int, bool, int, int]:
        risk = threat.risk
        most = max((weight.get(claim, 0) for claim in threat.countered_by), default=0)
        return GRAVITY[risk.level], not threat.common, -ORDER[risk.impact] - ORDER[risk.likelihood], -most

    return tuple(sorted(found, key=grave))


def first_view(found: Sequence[Threat], most: int = FIRST_VIEW) -> tuple[Threat, ...]:
    """The gravest of ranked threats, `most` at most: those that are critical or high, common, or the
    maker's own; and such that every technical measure that any threat asks for is asked for by one that is
    shown: the gravest for it takes the place of the least grave that can go."""
    telling = [t for t in found if t.common or t.own or GRAVITY[t.risk.level] <= GRAVITY["high"]]
    shown = telling[:most]
    for threat in found:
        lacking = set(threat.measures) - _measures(shown)
        if threat in shown or not lacking:
            continue
        spare = [
            t for t in shown if set(t.measures) <= _measures([other for other in shown if other is not t])
        ]
        if len(shown) < most:
            shown.append(threat)
        elif spare:
            shown.remove(spare[-1])
            shown.append(threat)
    return tuple(threat for threat in found if threat in shown)


def _measures(threats: Sequence[Threat]) -> set[str]:
    return {measure for threat in threats for measure in threat.measures}
