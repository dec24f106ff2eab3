"""Which threats a product has, from the library and from its own file, each with its reason."""

from collections.abc import Iterator, Sequence

import msgspec

from mamoru.catalog import Catalog, evaluate
from mamoru.design.deciding import MAKERS, decisions_of, rated_by_maker, weakest
from mamoru.design.library import Library, ThreatEntry
from mamoru.design.model import Asset, Decision, Excluded, Ground, Reason, Risk, Threat
from mamoru.design.ranking import ranked
from mamoru.design.rating import LEVELS, Stake, rated
from mamoru.design.seeing import Seen, name_of, selected, shown_reasons
from mamoru.design.technical_measures import MEASURES
from mamoru.language import Text, both
from mamoru.product import Maker, Product
from mamoru.product.model import Interface
from mamoru.product.model import Risk as Declared

FORESEEN = Text(
    "製品ファイルの risks に書かれている（{id}）", "entered under risks in the product file ({id})"
)
RATED = Text(
    "製品ファイルの評価: 影響は{impact}、起こりやすさは{likelihood}。",
    "Rated in the product file: impact {impact}, likelihood {likelihood}.",
)
UNRATED = Text("まだ評価されていないので、仮に中とする。", "Not rated yet; taken as medium for now.")


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What the threats of one product are derived from."""

    catalog: Catalog
    library: Library
    product: Product
    maker: Maker
    seen: Seen
    assets: tuple[Asset, ...]

    @property
    def claims_of_guide(self) -> frozenset[str]:
        """The claims that the guide asks for somewhere."""
        guide = self.catalog.standard("guide")
        return frozenset(c for r in (guide.requirements if guide else ()) for c in r.needs.claims)


def threats(made: Made) -> tuple[tuple[Threat, ...], tuple[Excluded, ...], dict[str, tuple[str, ...]]]:
    """The threats that apply, most grave first; those that do not, with the reason; and for each fact
    that nobody stated the threats that hang on it."""
    applying: list[Threat] = []
    excluded: list[Excluded] = []
    open_: dict[str, list[str]] = {}
    for entry in made.library.threats:
        verdict = evaluate(entry.applies, made.seen.facts)
        declared = tuple(risk for risk in made.product.risks if entry.id in risk.covers)
        decisions = decisions_of(declared, made.maker)
        ruled_out = bool(decisions) and all(_rules_out(each) for each in decisions)
        if verdict.applies is None:
            for fact in verdict.facts:
                if made.seen.facts.get(fact) is None:
                    open_.setdefault(fact, []).append(entry.id)
            continue
        reasons = shown_reasons(made.seen, verdict.facts)
        if verdict.applies is False or ruled_out:
            why = reasons if verdict.applies is False else ()
            excluded.append(Excluded(id=entry.id, title=entry.title, why=why, decision=weakest(decisions)))
        else:
            applying.append(_threat(made, entry, reasons, declared))
    applying += _foreseen(made)
    return ranked(applying, made.catalog), tuple(excluded), {fact: tuple(ids) for fact, ids in open_.items()}


def _rules_out(decision: Decision) -> bool:
    return decision.decision == "not-applicable" and not decision.elements


def _threat(
    made: Made, entry: ThreatEntry, why: tuple[Reason, ...], declared: tuple[Declared, ...]
) -> Threat:
    entries = [found for each in entry.through for found in selected(each, made.product, made.maker)]
    harmed = [a for a in made.assets if a.kind in entry.assets and any(n in a.needs for n in entry.harms)]
    matrix = made.library.matrix
    risk = rated(entry, matrix, _stakes(made, entry, entries, harmed), made.product)
    actors = {actor.id: actor.title for actor in made.library.actors}
    claims = _claims(entry, made.seen)
    return Threat(
        id=entry.id,
        title=entry.title,
        text=entry.text,
        why=why,
        stride=entry.stride,
        harms=entry.harms,
        assets=tuple(asset.id for asset in harmed),
        through=tuple(dict.fromkeys(name_of(found) for found in entries)),
        actors=tuple(actors[id] for id in entry.actors if id in actors),
        path=entry.path,
        risk=rated_by_maker(risk, declared, matrix),
        measures=tuple(m for m in entry.measures if made.seen.facts.get(MEASURES.get(m, "")) is not False),
        countered_by=claims,
        beyond=tuple(claim for claim in claims if claim not in made.claims_of_guide),
        references=entry.references,
        common=entry.common,
        decision=weakest(decisions_of(declared, made.maker)),
        decisions=decisions_of(declared, made.maker),
    )


def _stakes(
    made: Made, entry: ThreatEntry, entries: Sequence[msgspec.Struct], harmed: Sequence[Asset]
) -> list[Stake]:
    """Each way in with each asset; of a threat to what is sent, the data that goes that way."""
    ways: list[Interface | None] = [found for found in entries if isinstance(found, Interface)]
    sent = {item.id: item.sent_by for item in made.product.data}
    return [
        Stake(way, asset)
        for way in ways or [None]
        for asset in harmed
        if not (entry.carried and way is not None) or way.id in sent.get(asset.id, (way.id,))
    ]


def _claims(entry: ThreatEntry, seen: Seen) -> tuple[str, ...]:
    more = [c for each in entry.claims_when if evaluate(each.when, seen.facts).applies for c in each.claims]
    return tuple(dict.fromkeys((*entry.claims, *more)))


def _foreseen(made: Made) -> Iterator[Threat]:
    """The maker's own entries that speak of no threat of the library."""
    known = {asset.id for asset in made.assets}
    for risk in made.product.risks:
        if risk.covers or risk.decision == "not-applicable":
            continue
        yield Threat(
            id=risk.id,
            title=both(risk.threat),
            text=both(risk.threat),
            why=(Reason(fact="risks", text=FORESEEN.fill(id=risk.id)),),
            stride=(),
            harms=(),
            assets=tuple(id for id in risk.assets if id in known),
            through=(),
            actors=(),
            path=(),
            risk=_own_risk(made, risk),
            measures=tuple(m for m in risk.measures if m in MEASURES),
            countered_by=risk.evidence,
            beyond=tuple(claim for claim in risk.evidence if claim not in made.claims_of_guide),
            decision=weakest(decisions_of((risk,), made.maker)),
            decisions=decisions_of((risk,), made.maker),
            own=True,
        )


def _own_risk(made: Made, risk: Declared) -> Risk:
    impact, likelihood = risk.impact or "medium", risk.likelihood or "medium"
    unrated = risk.impact is None or risk.likelihood is None
    rating = Ground(
        path=f"risks[{risk.id}]",
        value=f"impact {impact}, likelihood {likelihood}",
        effect="counts" if unrated else "raises",
        text=MAKERS,
    )
    return Risk(
        impact=impact,
        likelihood=likelihood,
        level=made.library.matrix.level[impact][likelihood],
        exposure="local-network",
        why=UNRATED if unrated else RATED.fill(impact=LEVELS[impact], likelihood=LEVELS[likelihood]),
        rated_by=risk.id,
        grounds=(rating,),
    )
