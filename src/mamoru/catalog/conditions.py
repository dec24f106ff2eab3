"""Whether a requirement applies to a product: three-valued, with the fact that decided."""

from collections.abc import Mapping

import msgspec

from mamoru.catalog.model import Condition


class Verdict(msgspec.Struct, frozen=True):
    """`applies` is None where a fact is unknown; `facts` are those that decided."""

    applies: bool | None
    facts: tuple[str, ...] = ()


def evaluate(condition: Condition | None, facts: Mapping[str, bool | None]) -> Verdict:
    """Kleene logic over `facts`; a condition that is absent always applies.

    A fact that `facts` does not hold is unknown, never false.
    """
    if condition is None:
        return Verdict(applies=True)
    if condition.fact is not None:
        return Verdict(facts.get(condition.fact), (condition.fact,))
    if condition.not_ is not None:
        inner = evaluate(condition.not_, facts)
        return Verdict(None if inner.applies is None else not inner.applies, inner.facts)
    if condition.all is not None:
        return _combined(condition.all, facts, decisive=False)
    return _combined(condition.any or (), facts, decisive=True)


def _combined(parts: tuple[Condition, ...], facts: Mapping[str, bool | None], *, decisive: bool) -> Verdict:
    verdicts = [evaluate(part, facts) for part in parts]
    for verdict in verdicts:
        if verdict.applies is decisive:
            return verdict
    named = tuple(fact for verdict in verdicts for fact in verdict.facts)
    if any(verdict.applies is None for verdict in verdicts):
        return Verdict(None, named)
    return Verdict(not decisive, named)
