"""Weigh matches: the priority of each, what was decided of it, and the order in which they want an answer."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from mamoru.language import Text
from mamoru.operation.vulnerabilities.decisions import Answered, Decision, Setting, answered, said_by_supplier
from mamoru.operation.vulnerabilities.match import Certainty, Match
from mamoru.operation.vulnerabilities.matching import matched
from mamoru.operation.vulnerabilities.priority import Place, Priority, order, place_of, priority
from mamoru.operation.vulnerabilities.store.reading import Store
from mamoru.product.component import Component, Kernel
from mamoru.product.model import Product


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """What is known around the components: the product file, the release, what was decided, and which of the
    decisions cannot be read. None and () where there is none."""

    product: Product | None = None
    release: str | None = None
    decisions: tuple[Decision, ...] = ()
    unread: tuple[Text, ...] = ()


NOTHING = Circumstances()


class Weighed(NamedTuple):
    """A match with its priority, and what holds of it by the decisions."""

    match: Match
    first: Priority
    answer: Answered


def weighed(
    components: Sequence[Component], store: Store, *, on: date, around: Circumstances = NOTHING
) -> list[Weighed]:
    """The matches of `components`, those first that surely affect, then as `priority.order` has it."""
    return in_their_order(components, matched(components, store).matches, around, on)


def in_their_order(
    components: Sequence[Component], matches: Sequence[Match], around: Circumstances, on: date
) -> list[Weighed]:
    """`matches` of `components` weighed, those first that surely affect, then as `priority.order` has it."""
    kernel = next((component.kernel for component in components if component.kernel), None)
    settings: dict[int, Setting] = {}
    decisions = _Decisions(around.decisions, on)
    found = []
    for match in matches:
        component = match.component
        setting = settings.get(id(component))
        if setting is None:
            setting = settings[id(component)] = _setting(component, kernel, around)
        first = priority(match, setting.place or Place())
        answer = answered(match, decisions.on(match), on, setting)
        unsure = match.certainty not in (Certainty.AFFECTED, Certainty.ANY_VERSION)
        found.append(((unsure, order(match, first), component.name), Weighed(match, first, answer)))
    return [each for _, each in sorted(found, key=lambda item: item[0])]


def _setting(component: Component, kernel: Kernel | None, around: Circumstances) -> Setting:
    product = around.product
    return Setting(
        product=product.id if product else None,
        release=around.release,
        place=place_of(component, product) if product else Place(),
        kernel=kernel,
        declared=product,
    )


class _Decisions:
    """Decisions by the vulnerability that they are about, with what each component's supplier says."""

    def __init__(self, made: Sequence[Decision], on: date) -> None:
        self._on = on
        self._made: dict[str, list[tuple[int, Decision]]] = {}
        self._said: dict[int, dict[str, list[Decision]]] = {}
        for number, decision in enumerate(made):
            self._made.setdefault(decision.scope.vulnerability, []).append((number, decision))

    def on(self, match: Match) -> list[Decision]:
        """Those that may be about `match`, the suppliers' first, then in the order in which they were kept."""
        said = self._said.get(id(match.component))
        if said is None:
            said = self._said[id(match.component)] = {}
            for decision in said_by_supplier(match.component, match.component.answered, self._on):
                said.setdefault(decision.scope.vulnerability, []).append(decision)
        if not said and not self._made:
            return []
        names = (match.told.id, *match.told.aliases)
        made = sorted((each for name in names for each in self._made.get(name, ())), key=lambda each: each[0])
        return [*(each for name in names for each in said.get(name, ())), *(each for _, each in made)]
