"""How the design stands by what is shown: which threats are countered, and what risk is left."""

from collections.abc import Mapping
from datetime import date
from typing import Literal

import msgspec

from mamoru.assessment import ClaimState
from mamoru.design.library import Matrix, RiskLevel
from mamoru.design.model import Design, Threat

_GRAVITY: tuple[RiskLevel, ...] = ("low", "medium", "high", "critical")
Answer = Literal["countered", "avoided", "transferred", "accepted", "open"]


class ThreatStanding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where one threat stands. `shown`: every claim that counters it is shown. `lacking` are the claims
    that are not, `refuted` those of them that are refuted. `residual` is the risk that is left."""

    threat: str
    shown: bool
    lacking: tuple[str, ...] = ()
    refuted: tuple[str, ...] = ()
    answer: Answer
    residual: RiskLevel


def standing(
    design: Design, matrix: Matrix, claims: Mapping[str, ClaimState], on: date
) -> dict[str, ThreatStanding]:
    """Each threat of the design by its id, on the day `on`; a claim of which nothing is known is not shown."""
    return {threat.id: _standing(threat, matrix, claims, on) for threat in design.threats}


def _standing(threat: Threat, matrix: Matrix, claims: Mapping[str, ClaimState], on: date) -> ThreatStanding:
    lacking = tuple(c for c in threat.countered_by if claims.get(c) is not ClaimState.SHOWN)
    shown = bool(threat.countered_by) and not lacking
    return ThreatStanding(
        threat=threat.id,
        shown=shown,
        lacking=lacking,
        refuted=tuple(c for c in lacking if claims.get(c) is ClaimState.REFUTED),
        answer=_answer(threat, on, shown=shown),
        residual=residual(threat, matrix, shown=shown),
    )


def residual(threat: Threat, matrix: Matrix, *, shown: bool) -> RiskLevel:
    """The risk that is left: with every counter shown it is unlikely; a decision alone lowers nothing."""
    unlikely = matrix.level[threat.risk.impact]["low"]
    return min(threat.risk.level, unlikely, key=_GRAVITY.index) if shown else threat.risk.level


def _answer(threat: Threat, on: date, *, shown: bool) -> Answer:
    if shown:
        return "countered"
    decision = threat.decision
    if decision is None or decision.lapsed(on):
        return "open"
    answers: dict[str, Answer] = {"avoid": "avoided", "transfer": "transferred", "accept": "accepted"}
    return answers.get(decision.decision, "open")
