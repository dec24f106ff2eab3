"""The shapes of an assessment: where a product stands, requirement by requirement."""

from datetime import date
from enum import StrEnum

import msgspec

from mamoru.evidence import Finding, Grade, Location
from mamoru.language import Text


class State(StrEnum):
    """Where a requirement stands. The seven states of every face."""

    HOLDS = "holds"
    PARTLY = "partly"
    FALLS_SHORT = "falls-short"
    NOT_SHOWN = "not-shown"
    INDETERMINATE = "indeterminate"
    ACCEPTED = "accepted"
    NOT_APPLICABLE = "not-applicable"

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do for it."""
        return self in (State.HOLDS, State.ACCEPTED, State.NOT_APPLICABLE)


class ClaimState(StrEnum):
    """How a claim stands by the evidence that counts."""

    SHOWN = "shown"
    REFUTED = "refuted"
    ACCEPTED = "accepted"
    UNDECIDED = "undecided"
    NOTHING = "nothing"


class ClaimStanding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One claim: its state, the best grade at which it is shown, the ids of the evidence that counted,
    and the reason in one sentence. `findings` are those that refute it, worst first."""

    claim: str
    state: ClaimState
    grade: Grade | None = None
    evidence: tuple[str, ...] = ()
    reason: Text
    findings: tuple[Finding, ...] = ()
    where: Location | None = None


class RequirementStanding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One requirement (`PREFIX:ITEM`). `grade` is the least at which its claims are shown, None where
    they are not; `next` what to do, None where nothing is left."""

    id: str
    group: str
    title: Text
    state: State
    grade: Grade | None
    reason: Text
    claims: tuple[ClaimStanding, ...]
    evidence: tuple[str, ...]
    next: Text | None
    status: str = "mandatory"
    confirmed: bool = True


class GroupStanding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A measure, technical measure or chapter, by the states of what it holds."""

    id: str
    kind: str
    title: Text
    label: Text | None
    parent: str | None
    state: State
    reason: Text
    next: Text | None
    counts: dict[str, int]


class StandardStanding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A whole standard."""

    id: str
    edition: str
    title: Text
    short: Text
    requirements: tuple[RequirementStanding, ...]
    groups: tuple[GroupStanding, ...]
    counts: dict[str, int]
    notice: Text | None = None
    unconfirmed: tuple[Text, ...] = ()


class Action(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing to do next: what, why, where, by whom, at what effort, and what it would settle.
    `score` is risk over effort; only its order means anything."""

    title: Text
    why: Text
    what: Text
    who: str
    effort: str
    score: float
    requirements: tuple[str, ...]
    claims: tuple[str, ...]
    check: str | None = None
    severity: str | None = None
    location: Location | None = None
    more: int = 0


class Assessment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where one release of one product stands on one day, against the standards asked for."""

    on: date
    standards: tuple[StandardStanding, ...]
    next_actions: tuple[Action, ...]

    @property
    def states(self) -> tuple[State, ...]:
        """The state of every requirement of every standard."""
        return tuple(r.state for s in self.standards for r in s.requirements)
