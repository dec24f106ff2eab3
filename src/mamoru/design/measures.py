"""Which of 1A to 3B this product needs, why, and how they are done here."""

from collections.abc import Sequence

from mamoru.design.model import MeasureNeed, Reason, Threat
from mamoru.design.seeing import Seen
from mamoru.design.technical_measures import MEASURES, TITLES
from mamoru.language import Text
from mamoru.product import Product
from mamoru.product.wording import listing

NEEDED = Text("{fact}。{n}件の脅威への対策", "{fact}; against {n} threats")
UNKNOWN = Text(
    "製品の特徴（characteristics）が分からないので決められない: {names}",
    "cannot be told: a characteristic of the product is unknown ({names})",
)


def measure_needs(product: Product, seen: Seen, threats: Sequence[Threat]) -> tuple[MeasureNeed, ...]:
    """Each technical measure with its need, by the characteristics and the threats that it counters."""
    how = {decision.measure: decision.how for decision in product.decisions}
    return tuple(
        MeasureNeed(
            id=measure,
            title=TITLES[measure],
            needed=seen.facts.get(fact),
            why=_why(fact, seen, asking := [t for t in threats if measure in t.measures]),
            threats=tuple(threat.id for threat in asking),
            how=how.get(measure),
        )
        for measure, fact in MEASURES.items()
    )


def _why(fact: str, seen: Seen, asking: Sequence[Threat]) -> Text:
    holds = seen.facts.get(fact)
    if holds is None:
        return UNKNOWN.fill(names=listing([fact]))
    reason: Reason = seen.reason(fact)
    if holds is False:
        return reason.text
    return NEEDED.fill(fact=reason.text, n=str(len(asking))) if asking else reason.text
