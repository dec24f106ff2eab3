"""The design as it is told: the shapes that others build on (`mamoru design --format json`)."""

from collections.abc import Mapping
from datetime import date

import msgspec

from mamoru.catalog import Catalog
from mamoru.design.difference import DesignChanges
from mamoru.design.library import Need, RiskLevel, Stride
from mamoru.design.model import Asset, Decision, Design, Excluded, MeasureNeed, Question, Reason, Risk, Threat
from mamoru.design.ranking import first_view
from mamoru.design.rating import FACT
from mamoru.design.resting import FactChange
from mamoru.design.seeing import reason_text
from mamoru.design.standing import Answer, ThreatStanding
from mamoru.language import Text, both, joined
from mamoru.looked import Looked, Seen, looked_at
from mamoru.product import Documents, Product

SCHEMA = "mamoru/design/1"
GENERAL = frozenset({"communicates", "handles-data", "must-stay-available", "ip-network"})


class Doubts(msgspec.Struct, frozen=True, kw_only=True):
    """What speaks against decisions that were given: by threat the facts that changed since, the entries
    under risks that no longer hold for it, and what an adviser disagreed with."""

    reopened: dict[str, tuple[FactChange, ...]] = {}
    given_up: dict[str, frozenset[str]] = {}
    objections: dict[str, str] = {}


class ThreatTold(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A threat and how it stands. `expired` is the day on which an acceptance ended, `void` why one counts on no day, `reopened` the facts
    that changed since a decision was given, `objection` what an adviser said against it. `why` says in words which facts of this product bring it about, `rank`
    is its place by gravity, `first` whether it is among the few that are shown first."""

    id: str
    title: Text
    text: Text
    why: Text
    reasons: tuple[Reason, ...]
    rank: int
    first: bool
    assets: tuple[str, ...]
    through: tuple[str, ...]
    stride: tuple[Stride, ...]
    harms: tuple[Need, ...]
    actors: tuple[Text, ...]
    path: tuple[Text, ...]
    risk: Risk
    measures: tuple[str, ...]
    countered_by: tuple[str, ...]
    beyond: tuple[str, ...]
    shown: bool
    lacking: tuple[str, ...]
    refuted: tuple[str, ...]
    answer: Answer
    residual: RiskLevel
    decision: Decision | None
    decisions: tuple[Decision, ...]
    expired: date | None
    void: Text | None
    reopened: tuple[FactChange, ...]
    objection: str | None
    references: tuple[str, ...]
    own: bool


class ExcludedTold(msgspec.Struct, frozen=True, kw_only=True):
    """A threat that this product does not have, and why."""

    id: str
    title: Text
    why: Text


class ClaimNamed(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that counters a threat, in words."""

    id: str
    title: Text


class DesignTold(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The design of one product on one day, for one release. Threats are ranked, most grave first; `looked`
    says of how many it could be told whether they apply."""

    schema: str
    on: date
    product: str
    name: Text
    release: str | None
    assets: tuple[Asset, ...]
    threats: tuple[ThreatTold, ...]
    excluded: tuple[ExcludedTold, ...]
    measures: tuple[MeasureNeed, ...]
    questions: tuple[Question, ...]
    claims: tuple[ClaimNamed, ...]
    looked: Looked
    changes: DesignChanges | None = None

    @property
    def answered(self) -> bool:
        """Whether every threat is countered, avoided, transferred or accepted."""
        return all(threat.answer != "open" for threat in self.threats)


def told(
    design: Design,
    stands: Mapping[str, ThreatStanding],
    papers: Documents,
    catalog: Catalog,
    changes: DesignChanges | None = None,
    doubts: Doubts | None = None,
) -> DesignTold:
    """`design` with how it stands."""
    doubts = doubts or Doubts()
    first = {threat.id for threat in first_view(design.threats)}
    named = dict.fromkeys(claim for threat in design.threats for claim in threat.countered_by)
    titles = {claim.id: claim.title for claim in catalog.claims}
    return DesignTold(
        schema=SCHEMA,
        on=papers.on,
        product=design.product,
        name=papers.product.name.text,
        release=papers.release.version if papers.release else None,
        assets=design.assets,
        threats=tuple(
            _threat(threat, stands[threat.id], rank, papers.on, doubts, first=threat.id in first)
            for rank, threat in enumerate(design.threats, 1)
        ),
        excluded=tuple(_excluded(each) for each in design.excluded),
        measures=design.measures,
        questions=design.questions,
        looked=_looked(design, papers.product),
        claims=tuple(ClaimNamed(id=claim, title=titles.get(claim, both(claim))) for claim in named),
        changes=changes,
    )


def _looked(design: Design, product: Product) -> Looked:
    """The threats that could be decided; none where the file declares nothing that one could follow from."""
    asked = {
        threat
        for question in design.questions
        if question.about != "decisions"
        for threat in question.threats
    }
    decided = len(design.threats) + len(design.excluded)
    declared = product.interfaces or product.data or product.functions or product.risks
    return looked_at(
        Seen.THREATS, decided + len(asked - {t.id for t in design.threats}), decided if declared else 0, ()
    )


def why_of(threat: Threat) -> Text:
    """Why a threat appears: the facts that say most, and where they were seen; of a grave one also the
    declared facts that make it so."""
    specific = [reason for reason in threat.why if reason.fact not in GENERAL] or list(threat.why)
    if threat.through and not any(reason.seen for reason in specific):
        last = specific[-1]
        specific[-1] = msgspec.structs.replace(last, seen=threat.through)
    why = reason_text(specific)
    raising = [each for each in threat.risk.grounds if each.effect == "raises"]
    if threat.risk.level not in ("critical", "high") or not raising:
        return why
    facts = joined([FACT.fill(text=g.text, path=both(g.path), value=both(g.value)) for g in raising])
    return joined([why, facts], "。", "; ")


def _threat(
    threat: Threat, stands: ThreatStanding, rank: int, on: date, doubts: Doubts, *, first: bool
) -> ThreatTold:
    ended = [each.until for each in threat.decisions if each.until and each.lapsed(on)]
    return ThreatTold(
        id=threat.id,
        title=threat.title,
        text=threat.text,
        why=why_of(threat),
        reasons=threat.why,
        rank=rank,
        first=first,
        assets=threat.assets,
        through=threat.through,
        stride=threat.stride,
        harms=threat.harms,
        actors=threat.actors,
        path=threat.path,
        risk=threat.risk,
        measures=threat.measures,
        countered_by=threat.countered_by,
        beyond=threat.beyond,
        shown=stands.shown,
        lacking=stands.lacking,
        refuted=stands.refuted,
        answer=stands.answer,
        residual=stands.residual,
        decision=threat.decision,
        decisions=threat.decisions,
        expired=min(ended, default=None),
        void=next((each.void for each in threat.decisions if each.void), None),
        reopened=doubts.reopened.get(threat.id, ()),
        objection=doubts.objections.get(threat.id),
        references=threat.references,
        own=threat.own,
    )


def _excluded(each: Excluded) -> ExcludedTold:
    if each.decision is not None and not each.why:
        said = each.decision.why or each.decision.risk
        by = f", {each.decision.by}" if each.decision.by else ""
        return ExcludedTold(id=each.id, title=each.title, why=both(f"{said} ({each.decision.risk}{by})"))
    return ExcludedTold(id=each.id, title=each.title, why=reason_text(each.why))
