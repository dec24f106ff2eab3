"""The maker's own word on a threat: its rating, and what was decided, from risks in product.yaml."""

import msgspec

from mamoru.design.library import Matrix, RiskLevel
from mamoru.design.model import Decision, Effect, Ground, Risk
from mamoru.design.rating import LEVELS
from mamoru.language import Text
from mamoru.product import Maker
from mamoru.product.accepting import end_of, why_risk_not_accepted
from mamoru.product.model import Level
from mamoru.product.model import Risk as Declared

MAKERS = Text("メーカーの評価", "the maker's own rating")
OWN = Text(
    "製品ファイル（{risk}）の評価は、影響が{impact}、起こりやすさが{likelihood}。一般の見立て: {why}",
    "Rated in the product file ({risk}): impact {impact}, likelihood {likelihood}. In general: {why}",
)
_STRENGTH = {"mitigate": 0, "accept": 1, "transfer": 2, "avoid": 3, "not-applicable": 4}
_GRAVITY: tuple[RiskLevel, ...] = ("low", "medium", "high", "critical")
_RANK: dict[str, int] = {"high": 2, "medium": 1, "low": 0}


def decisions_of(risks: tuple[Declared, ...], maker: Maker) -> tuple[Decision, ...]:
    """Every decision on a threat that `risks` cover, in the order of the file."""
    return tuple(
        Decision(
            risk=risk.id,
            decision=risk.decision,
            measures=risk.measures,
            how=risk.how,
            part=risk.part,
            evidence=risk.evidence,
            why=risk.why,
            by=risk.reviewed.by if risk.reviewed else None,
            on=risk.reviewed.on if risk.reviewed else None,
            until=end_of(risk) if risk.decision == "accept" else risk.until,
            elements=risk.elements,
            void=why_risk_not_accepted(risk, maker) if risk.decision == "accept" else None,
        )
        for risk in risks
        if risk.decision is not None
    )


def weakest(decisions: tuple[Decision, ...]) -> Decision | None:
    """The decision that stands: a reduction is open until it is shown, so it goes before what leaves the
    threat as it is, and that before what rules it out."""
    return min(decisions, key=lambda each: _STRENGTH[each.decision], default=None)


def rated_by_maker(risk: Risk, declared: tuple[Declared, ...], matrix: Matrix) -> Risk:
    """`risk` with the rating of the maker's entries, where they give one; the gravest of several."""
    rating = [entry for entry in declared if entry.impact or entry.likelihood]
    if not rating:
        return risk
    impact = _most([entry.impact for entry in rating]) or risk.impact
    likelihood = _most([entry.likelihood for entry in rating]) or risk.likelihood
    if (impact, likelihood) == (risk.impact, risk.likelihood):
        return risk
    level = matrix.level[impact][likelihood]
    raised = _GRAVITY.index(level) > _GRAVITY.index(risk.level)
    effect: Effect = "raises" if raised or level == risk.level else "lowers"
    ground = Ground(
        path=f"risks[{rating[0].id}]",
        value=f"impact {impact}, likelihood {likelihood}",
        effect=effect,
        text=MAKERS,
    )
    by = ", ".join(entry.id for entry in rating)
    return msgspec.structs.replace(
        risk,
        impact=impact,
        likelihood=likelihood,
        level=level,
        grounds=(*risk.grounds, ground),
        why=OWN.fill(why=risk.why, risk=by, impact=LEVELS[impact], likelihood=LEVELS[likelihood]),
        rated_by=rating[0].id,
    )


def _most(levels: list[Level | None]) -> Level | None:
    return max((level for level in levels if level), key=_RANK.__getitem__, default=None)
