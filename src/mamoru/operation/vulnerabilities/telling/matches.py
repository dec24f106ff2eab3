"""Match components with the vulnerability data, and tell it in the published shapes."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec

from mamoru.errors import InputError, what_to_do, why
from mamoru.language import Text
from mamoru.operation.vulnerabilities.decisions import Answered, Decision, Setting, answered, said_by_supplier
from mamoru.operation.vulnerabilities.match import Certainty, Match
from mamoru.operation.vulnerabilities.matching import Coverage, matched
from mamoru.operation.vulnerabilities.priority import Place, Priority, order, place_of, priority
from mamoru.operation.vulnerabilities.store.reading import Store
from mamoru.operation.vulnerabilities.telling.shapes import (
    DataTold,
    MatchesTold,
    MatchTold,
    coverage_told,
    match_told,
    ruled_out_told,
)
from mamoru.product.component import Component, Kernel
from mamoru.product.model import Product
from mamoru.product.sbom import declared_in
from mamoru.product.sbom.reading import HEAD_BYTES, known_formats

UNREAD = Text("{path}: {why}", "{path}: {why}")
NO_FILE = Text("{path} を読めません（{why}）。", "{path} cannot be read ({why}).")
_TEXT = (b"{", b"[", b"<")


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """What is known around the components: the product file, the release, what was decided. None and ()
    where there is none."""

    product: Product | None = None
    release: str | None = None
    decisions: tuple[Decision, ...] = ()


NOTHING = Circumstances()


def matches_told(
    components: Sequence[Component],
    store: Store,
    *,
    on: date,
    path: str,
    unread: Sequence[Text] = (),
    around: Circumstances = NOTHING,
) -> MatchesTold:
    """What the store says of `components`, those first that want an answer first."""
    found = matched(components, store)
    days = {source.name: source.as_of for source in store.sources.values()}
    return MatchesTold(
        on=on,
        path=path,
        data=DataTold(
            path=str(store.path),
            built_in=store.built_in,
            as_of=_day_of(found.coverage),
        ),
        coverage=tuple(coverage_told(each, days) for each in found.coverage),
        matches=in_order(components, found.matches, around, on),
        ruled_out=tuple(ruled_out_told(near) for near in found.ruled_out),
        unread=tuple(unread),
    )


def _day_of(coverage: Sequence[Coverage]) -> str | None:
    """The newest day of a source that speaks of one of the components: a fresh list of what is exploited
    makes ranges of last year no newer."""
    return max((source.as_of for each in coverage for source in each.sources if source.as_of), default=None)


def in_order(
    components: Sequence[Component], matches: Sequence[Match], around: Circumstances, on: date
) -> tuple[MatchTold, ...]:
    """`matches` of `components` as they are published, in the order of `weighed`."""
    ordered = _in_order(components, matches, around, on)
    return tuple(match_told(each.match, each.first, each.answer) for each in ordered)


class Weighed(NamedTuple):
    """A match with its priority, and what holds of it by the decisions."""

    match: Match
    first: Priority
    answer: Answered


def weighed(
    components: Sequence[Component], store: Store, *, on: date, around: Circumstances = NOTHING
) -> list[Weighed]:
    """The matches of `components`, those first that surely affect, then as `priority.order` has it."""
    return _in_order(components, matched(components, store).matches, around, on)


def _in_order(
    components: Sequence[Component], matches: Sequence[Match], around: Circumstances, on: date
) -> list[Weighed]:
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
    )


class _Decisions:
    """Decisions by the vulnerability that they are about, with what each component's supplier says."""

    def __init__(self, made: Sequence[Decision], on: date) -> None:
        self._on = on
        self._made: dict[str, list[Decision]] = {}
        self._said: dict[int, dict[str, list[Decision]]] = {}
        for decision in made:
            self._made.setdefault(decision.scope.vulnerability, []).append(decision)

    def on(self, match: Match) -> list[Decision]:
        """Those that may be about `match`."""
        said = self._said.get(id(match.component))
        if said is None:
            said = self._said[id(match.component)] = {}
            for decision in said_by_supplier(match.component, match.component.answered, self._on):
                said.setdefault(decision.scope.vulnerability, []).append(decision)
        names = (match.told.id, *match.told.aliases)
        return [each for name in names for each in (*self._made.get(name, ()), *said.get(name, ()))]


def components_in(path: Path) -> tuple[tuple[Component, ...], tuple[Text, ...]]:
    """The components that the list at `path` names, and what of it could not be read."""
    declared = declared_in(path, path.name)
    return declared.components, tuple(UNREAD.fill(path=each.path, why=each.why) for each in declared.unread)


def status(told: MatchesTold) -> int:
    """1 where something open affects, else 3 where something could not be decided or read, else 0."""
    if any(match.wants_answer for match in told.matches):
        return 1
    return 3 if told.unread or any(match.state == "open" for match in told.matches) else 0


def is_list(path: Path) -> bool:
    """Whether the file at `path` is text that lists parts, whole or broken. Raises `InputError` where it
    cannot be read."""
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError as error:
        raise InputError(NO_FILE.fill(path=path, why=why(error)), what_to_do(error)) from None
    return head.lstrip().startswith(_TEXT) or any(
        form.recognises(path.name, head) for form in known_formats()
    )
