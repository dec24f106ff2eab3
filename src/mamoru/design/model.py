"""The design of one product as plain values: what must be protected, from what, how much it matters,
what was decided, and which technical measures follow."""

from datetime import date
from typing import Literal

import msgspec

from mamoru.design.library import Exposure, Need, RiskLevel, Stride, Whom
from mamoru.language import Text
from mamoru.product.model import Level

Effect = Literal["raises", "lowers", "counts"]


class Asset(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something to protect (守るべきもの): why it matters, to whom, and how bad a loss of each need is.

    `origin` is the list of product.yaml that it comes from, `derived` where no list names it.
    """

    id: str
    kind: str
    title: Text
    why: Text
    whom: tuple[Whom, ...]
    needs: dict[Need, Level]
    origin: str


class Reason(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A fact that decided, in words, with the entries of the file in which it was seen."""

    fact: str
    text: Text
    seen: tuple[str, ...] = ()


class Ground(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A declared fact on which a rating rests: its place in product.yaml (lists by id), what stands there,
    and whether it makes the threat graver (`raises`), less grave (`lowers`), or as it is (`counts`)."""

    path: str
    value: str
    effect: Effect
    text: Text


class Risk(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Impact × likelihood = level, and the same in words. `rated_by` says whose rating it is: `library`,
    or the id of the entry under risks in product.yaml; `grounds` are the declared facts that made it so."""

    impact: Level
    likelihood: Level
    level: RiskLevel
    why: Text
    exposure: Exposure
    grounds: tuple[Ground, ...] = ()
    rated_by: str = "library"


class Decision(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What was decided for a threat: the entry of product.yaml in `risk`, the way, how it is done here,
    and who stands for it; with `elements` for these interfaces, data or functions only. `void` says why an
    acceptance counts on no day."""

    risk: str
    decision: str
    measures: tuple[str, ...] = ()
    how: str | None = None
    part: str | None = None
    evidence: tuple[str, ...] = ()
    why: str | None = None
    by: str | None = None
    on: date | None = None
    until: date | None = None
    elements: tuple[str, ...] = ()
    void: Text | None = None

    def counts(self, on: date) -> bool:
        """Whether it stands on the day `on`: an acceptance must be one, begun, and not over."""
        begun = self.decision != "accept" or self.on is None or self.on <= on
        return self.void is None and begun and not self.lapsed(on)

    def lapsed(self, on: date) -> bool:
        """Whether it was accepted for a time that is over on the day `on`."""
        return self.decision == "accept" and self.until is not None and self.until < on


class Threat(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A threat that applies: why, to what, how it goes, how much it matters, and what counters it.

    `assets` and `through` are ids of this product; `measures` those technical measures of the guide
    that counter it and that this product needs. `beyond` are the claims of `countered_by` that the
    guide asks nowhere: they come from other standards. `own` is true for a maker's own threat.
    Of several `decisions` the weakest is `decision`.
    """

    id: str
    title: Text
    text: Text
    why: tuple[Reason, ...]
    stride: tuple[Stride, ...]
    harms: tuple[Need, ...]
    assets: tuple[str, ...]
    through: tuple[str, ...]
    actors: tuple[Text, ...]
    path: tuple[Text, ...]
    risk: Risk
    measures: tuple[str, ...]
    countered_by: tuple[str, ...]
    beyond: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    decision: Decision | None = None
    decisions: tuple[Decision, ...] = ()
    common: bool = False
    own: bool = False


class Excluded(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A threat that this product does not have, and why: a fact, or a decision of the maker's."""

    id: str
    title: Text
    why: tuple[Reason, ...]
    decision: Decision | None = None


class Question(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What nobody has said yet and what hangs on it: threats that may apply, or a missing decision.
    `field` is where product.yaml (for stakeholders maker.yaml) would answer it."""

    about: str
    text: Text
    field: str
    threats: tuple[str, ...] = ()


class MeasureNeed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whether this product needs a technical measure (None: a characteristic is unknown), why, the
    threats that ask for it, and how it is done here."""

    id: str
    title: Text
    needed: bool | None
    why: Text
    threats: tuple[str, ...] = ()
    how: str | None = None


class Design(msgspec.Struct, frozen=True, kw_only=True):
    """The whole design of one product. `threats` are ranked, most grave first."""

    product: str
    assets: tuple[Asset, ...]
    threats: tuple[Threat, ...]
    excluded: tuple[Excluded, ...]
    measures: tuple[MeasureNeed, ...]
    questions: tuple[Question, ...]
    facts: dict[str, bool | None]

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What was decided, each once, in the order of the threats."""
        every = [*(d for t in self.threats for d in t.decisions), *(each.decision for each in self.excluded)]
        return tuple({decision.risk: decision for decision in every if decision is not None}.values())

    def threat(self, id: str) -> Threat | None:
        """The threat with this id, None where it does not apply."""
        return next((threat for threat in self.threats if threat.id == id), None)
