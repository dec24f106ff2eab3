"""How the design stands by what is shown: which threats are countered, and what risk is left."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

import msgspec

from mamoru.assessment import ClaimState
from mamoru.design.library import Matrix, RiskLevel
from mamoru.design.model import Decision, Design, Threat

_GRAVITY: tuple[RiskLevel, ...] = ("low", "medium", "high", "critical")
Answer = Literal["countered", "avoided", "transferred", "accepted", "open"]


_WEAKEST: tuple[Answer, ...] = ("open", "accepted", "transferred", "avoided", "countered")
_ANSWERS: dict[str, Answer] = {
    "mitigate": "open",
    "accept": "accepted",
    "transfer": "transferred",
    "avoid": "avoided",
    "not-applicable": "avoided",
}


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
    design: Design,
    matrix: Matrix,
    claims: Mapping[str, ClaimState],
    on: date,
    given_up: Mapping[str, frozenset[str]] | None = None,
) -> dict[str, ThreatStanding]:
    """Each threat of the design by its id, on the day `on`; a claim of which nothing is known is not shown.
    `given_up` are by threat the entries under risks whose decision no longer holds."""
    lost = given_up or {}
    return {t.id: _standing(t, matrix, claims, on, lost.get(t.id, frozenset())) for t in design.threats}


def _standing(
    threat: Threat, matrix: Matrix, claims: Mapping[str, ClaimState], on: date, given_up: frozenset[str]
) -> ThreatStanding:
    lacking = tuple(c for c in threat.countered_by if claims.get(c) is not ClaimState.SHOWN)
    shown = bool(threat.countered_by) and not lacking
    return ThreatStanding(
        threat=threat.id,
        shown=shown,
        lacking=lacking,
        refuted=tuple(c for c in lacking if claims.get(c) is ClaimState.REFUTED),
        answer=_answer(threat, on, given_up, shown=shown),
        residual=residual(threat, matrix, shown=shown),
    )


def residual(threat: Threat, matrix: Matrix, *, shown: bool) -> RiskLevel:
    """The risk that is left: with every counter shown it is unlikely; a decision alone lowers nothing."""
    unlikely = matrix.level[threat.risk.impact]["low"]
    return min(threat.risk.level, unlikely, key=_GRAVITY.index) if shown else threat.risk.level


def _answer(threat: Threat, on: date, given_up: frozenset[str], *, shown: bool) -> Answer:
    """The weakest answer of all that were given; where some are limited to elements, each interface (or
    where they name none, each asset) needs its own."""
    if shown:
        return "countered"
    in_force = [each for each in threat.decisions if each.counts(on) and each.risk not in given_up]
    if len(in_force) < len(threat.decisions) or not in_force:
        return "open"
    limited = {id for each in in_force for id in each.elements}
    parts = threat.through if limited & {*threat.through} else threat.assets if limited else ("",)
    answers = [_for_part(part, in_force) for part in parts]
    return min(answers, key=_WEAKEST.index, default="open")


def _for_part(part: str, decisions: Sequence[Decision]) -> Answer:
    answers = [_ANSWERS[each.decision] for each in decisions if not each.elements or part in each.elements]
    return min(answers, key=_WEAKEST.index, default="open")
