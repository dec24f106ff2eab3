"""From the design to what the report presents of it."""

from mamoru.assessment.report.model import DesignView, ThreatView
from mamoru.design.diagram import diagram, svg
from mamoru.design.model import Decision
from mamoru.design.telling import DesignTold, ThreatTold
from mamoru.design.words import ANSWERS, DECISIONS, RISKS, UNDECIDED
from mamoru.language import Lang, Text, both, joined
from mamoru.product import Product

EXPIRED = Text("受容の期限が {on} に過ぎました", "the acceptance ended on {on}")
VOID = Text("受容として数えられません（{why}）", "the acceptance does not count: {why}")
REOPENED = Text("判断の前提が変わりました（{paths}）", "facts of the decision changed ({paths})")
OBJECTION = Text("専門家の異論: {said}", "an adviser disagrees: {said}")
DECIDED = Text("{way}（{risk}）{rest}", "{way} ({risk}) {rest}")


def design_view(product: Product, told: DesignTold) -> DesignView:
    """The picture, and the threats that are shown first."""
    drawn = diagram(product)
    assets = {asset.id: asset.title for asset in told.assets}
    claims = {claim.id: claim.title for claim in told.claims}
    first = [threat for threat in told.threats if threat.first]
    return DesignView(
        diagram=Text(svg(drawn, Lang.JA), svg(drawn, Lang.EN)),
        threats=tuple(_threat(threat, assets, claims) for threat in first),
        more=len(told.threats) - len(first),
        excluded=len(told.excluded),
        questions=len(told.questions),
    )


def _threat(threat: ThreatTold, assets: dict[str, Text], claims: dict[str, Text]) -> ThreatView:
    return ThreatView(
        id=threat.id,
        title=threat.title,
        text=threat.text,
        why=threat.why,
        level=threat.risk.level,
        level_word=RISKS[threat.risk.level],
        risk=threat.risk.why,
        assets=tuple(assets[id] for id in threat.assets if id in assets),
        measures=threat.measures,
        countered_by=tuple(claims[id] for id in threat.countered_by),
        lacking=tuple(claims[id] for id in threat.lacking),
        refuted=tuple(claims[id] for id in threat.refuted),
        shown=threat.shown,
        answer=ANSWERS[threat.answer],
        settled=threat.answer != "open",
        residual=RISKS[threat.residual],
        decision=_decided(threat),
        undecided=threat.decision is None,
    )


def _decided(threat: ThreatTold) -> Text:
    """Every decision on a threat, and what speaks against it."""
    said = [_words(each) for each in threat.decisions] or [UNDECIDED]
    if threat.expired is not None:
        said.append(EXPIRED.fill(on=threat.expired))
    if threat.void is not None:
        said.append(VOID.fill(why=threat.void))
    if threat.reopened:
        paths = joined([both(change.path) for change in threat.reopened])
        said.append(REOPENED.fill(paths=paths))
    if threat.objection is not None:
        said.append(OBJECTION.fill(said=both(threat.objection)))
    return joined(said, "。", "; ")


def _words(decision: Decision) -> Text:
    rest = decision.how or decision.why or ", ".join(decision.measures)
    return DECIDED.fill(way=DECISIONS[decision.decision], risk=decision.risk, rest=both(rest))
