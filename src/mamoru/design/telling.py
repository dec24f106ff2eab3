"""The design as it is told: the shapes that others build on (`mamoru design --format json`)."""

from collections.abc import Mapping
from datetime import date

import msgspec

from mamoru.catalog import Catalog
from mamoru.design.difference import DesignChanges
from mamoru.design.library import Need, RiskLevel, Stride
from mamoru.design.model import Asset, Decision, Design, Excluded, MeasureNeed, Question, Reason, Risk, Threat
from mamoru.design.ranking import first_view
from mamoru.design.seeing import reason_text
from mamoru.design.standing import Answer, ThreatStanding
from mamoru.language import Text, both
from mamoru.product import Documents

SCHEMA = "mamoru/design/1"
GENERAL = frozenset({"communicates", "handles-data", "must-stay-available", "ip-network"})


class ThreatTold(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A threat and how it stands. `why` says in words which facts of this product bring it about, `rank`
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
    """The design of one product on one day, for one release. Threats are ranked, most grave first."""

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
) -> DesignTold:
    """`design` with how it stands."""
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
            _threat(threat, stands[threat.id], rank, first=threat.id in first)
            for rank, threat in enumerate(design.threats, 1)
        ),
        excluded=tuple(_excluded(each) for each in design.excluded),
        measures=design.measures,
        questions=design.questions,
        claims=tuple(ClaimNamed(id=claim, title=titles.get(claim, both(claim))) for claim in named),
        changes=changes,
    )


def why_of(threat: Threat) -> Text:
    """Why a threat appears: the facts that say most, and where they were seen."""
    specific = [reason for reason in threat.why if reason.fact not in GENERAL] or list(threat.why)
    if threat.through and not any(reason.seen for reason in specific):
        last = specific[-1]
        specific[-1] = msgspec.structs.replace(last, seen=threat.through)
    return reason_text(specific)


def _threat(threat: Threat, stands: ThreatStanding, rank: int, *, first: bool) -> ThreatTold:
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
        references=threat.references,
        own=threat.own,
    )


def _excluded(each: Excluded) -> ExcludedTold:
    if each.decision is not None and not each.why:
        said = each.decision.why or each.decision.risk
        by = f", {each.decision.by}" if each.decision.by else ""
        return ExcludedTold(id=each.id, title=each.title, why=both(f"{said} ({each.decision.risk}{by})"))
    return ExcludedTold(id=each.id, title=each.title, why=reason_text(each.why))
