"""The maker's own word on a threat: its rating, and what was decided, from risks in product.yaml."""

import msgspec

from mamoru.design.library import Matrix
from mamoru.design.model import Decision, Risk
from mamoru.design.rating import LEVELS
from mamoru.language import Text
from mamoru.product.model import Level
from mamoru.product.model import Risk as Declared

OWN = Text(
    "製品ファイル（{risk}）の評価は、影響が{impact}、起こりやすさが{likelihood}。一般の見立て: {why}",
    "Rated in the product file ({risk}): impact {impact}, likelihood {likelihood}. In general: {why}",
)
_RANK: dict[str, int] = {"high": 2, "medium": 1, "low": 0}


def decision_of(risks: tuple[Declared, ...]) -> Decision | None:
    """The decision on a threat that `risks` cover; the first that has one."""
    for risk in risks:
        if risk.decision is None:
            continue
        return Decision(
            risk=risk.id,
            decision=risk.decision,
            measures=risk.measures,
            how=risk.how,
            part=risk.part,
            evidence=risk.evidence,
            why=risk.why,
            by=risk.reviewed.by if risk.reviewed else None,
            on=risk.reviewed.on if risk.reviewed else None,
            until=risk.until,
        )
    return None


def rated_by_maker(risk: Risk, declared: tuple[Declared, ...], matrix: Matrix) -> Risk:
    """`risk` with the rating of the maker's entries, where they give one; the gravest of several."""
    rating = [entry for entry in declared if entry.impact or entry.likelihood]
    if not rating:
        return risk
    impact = _most([entry.impact for entry in rating]) or risk.impact
    likelihood = _most([entry.likelihood for entry in rating]) or risk.likelihood
    if (impact, likelihood) == (risk.impact, risk.likelihood):
        return risk
    by = ", ".join(entry.id for entry in rating)
    return msgspec.structs.replace(
        risk,
        impact=impact,
        likelihood=likelihood,
        level=matrix.level[impact][likelihood],
        why=OWN.fill(why=risk.why, risk=by, impact=LEVELS[impact], likelihood=LEVELS[likelihood]),
        rated_by=rating[0].id,
    )


def _most(levels: list[Level | None]) -> Level | None:
    return max((level for level in levels if level), key=_RANK.__getitem__, default=None)
