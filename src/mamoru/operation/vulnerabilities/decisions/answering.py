"""What holds for a match: the decision that fits it now, or why it is open again. Pure."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime

import msgspec

from mamoru.errors import FormatError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.decisions.components import Met, met
from mamoru.operation.vulnerabilities.decisions.decision import MAKER, Condition, Decision
from mamoru.operation.vulnerabilities.decisions.ranges import read_range, within
from mamoru.operation.vulnerabilities.decisions.resting import NOTHING, differing, facts_of
from mamoru.operation.vulnerabilities.match import AnswerState, Match
from mamoru.operation.vulnerabilities.priority.place import Exposure, Place, at_most
from mamoru.product.component import Component, Kernel
from mamoru.product.model import Product

EXPIRED = Text("決定の期限（{until}）が過ぎました", "the decision ended on {until}")
LEFT = Text(
    "版 {version} は、決めたときの範囲（{range}）の外です",
    "version {version} is out of the range that was decided on ({range})",
)
UNORDERED = Text(
    "版 {version} を、決めたときの範囲（{range}）と比べられません",
    "version {version} cannot be compared with the range that was decided on ({range})",
)
OPTION_ON = Text("カーネルの設定 {value} が有効になっています", "the kernel option {value} is on")
MODULE_THERE = Text("カーネルのモジュール {value} が入っています", "the kernel module {value} is there")
REACHED = Text(
    "部品に {exposure} から届きます（決定は {value} まで）",
    "it is reached from {exposure} (decided: at most {value})",
)
DIFFERS = Text(
    "前提が変わりました: {path}（{before} → {after}）",
    "what it rests on changed: {path} ({before} → {after})",
)
NOT_SEEN = Text(
    "決定の条件（{kind} {value}）を確かめられません", "the condition ({kind} {value}) cannot be seen"
)
_UNTOLD = datetime.min.replace(tzinfo=UTC)  # where nobody told the moment, the order of keeping decides
_AS_ANSWER: dict[str, AnswerState] = {
    "affected": "affected",
    "accepted": "affected",
    "not-affected": "not-affected",
    "fixed": "fixed",
    "under-investigation": "under-investigation",
    "open": "open",
}


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """Where a match stands: which release of which product, the component's place, the product's kernel
    (where the component is not the kernel itself), what the product's file declares. None where it is not
    known."""

    product: str | None = None
    release: str | None = None
    place: Place | None = None
    kernel: Kernel | None = None
    declared: Product | None = None


NOWHERE = Setting()


class Answered(msgspec.Struct, frozen=True, kw_only=True):
    """The state of a match: by which decision, None where none fits; `reopened` says why a decision that
    was made for it no longer holds."""

    state: AnswerState
    decision: Decision | None = None
    reopened: Text | None = None


_NOBODY = Answered(state="open")


def answered(match: Match, decisions: Sequence[Decision], on: date, setting: Setting = NOWHERE) -> Answered:
    """What holds for `match` on the day `on`.

    `decisions` come in the order in which they were kept. Of those that mean its vulnerability, component,
    release and version, the maker's last decision counts, else the last of others, whose word only settles
    what is fixed or does not affect. Once it has expired, or a condition or a fact on which it rests has
    changed, the match is open again: an older decision does not come back to life.
    """
    if not decisions:
        return _NOBODY
    ids = {match.told.id, *match.told.aliases}
    speaking = [decision for decision in decisions if decision.scope.vulnerability in ids]
    left: tuple[Decision, Text] | None = None
    for decision in newest_first(speaking):
        if decision.on > on or (there := means(decision, match.component, setting)) is None:
            continue
        if (outside := _outside(decision, there)) is not None:
            left = left or (decision, outside)
            continue
        why = why_changed(decision, on, match.component, setting)
        if why is not None:
            return Answered(state="open", decision=decision, reopened=why)
        state = _AS_ANSWER[decision.state]
        if decision.source != MAKER and state not in ("fixed", "not-affected"):
            state = "open"  # that others say so is no answer of the maker
        return Answered(state=state, decision=decision)
    if left is not None:
        return Answered(state="open", decision=left[0], reopened=left[1])
    return Answered(state="open")


def newest_first(decisions: Iterable[Decision]) -> list[Decision]:
    """`decisions`, given in the order in which they were kept, in the order in which they count: the maker's
    before others', the later day first, of one day what was said at the later moment, else kept last."""
    return sorted(decisions, key=lambda each: (each.source == MAKER, each.on, each.at or _UNTOLD))[::-1]


def means(decision: Decision, component: Component, setting: Setting) -> Met | None:
    """How `decision` is about `component` in this release; None where it is not."""
    scope = decision.scope
    if scope.product is not None and scope.product != setting.product:
        return None
    if scope.releases and setting.release not in scope.releases:
        return None
    return met(scope.component, component)


def _outside(decision: Decision, there: Met) -> Text | None:
    try:
        inside = within(there.version, there.order, read_range(decision.scope.versions))
    except FormatError:
        inside = None
    if inside:
        return None
    text = UNORDERED if inside is None else LEFT
    return text.fill(version=there.version or "?", range=decision.scope.versions)


def why_changed(decision: Decision, on: date, component: Component, setting: Setting) -> Text | None:
    """Why `decision` on `component` no longer holds: it has ended, or what it rests on is another; None where
    it does."""
    if decision.until is not None and on > decision.until:
        return EXPIRED.fill(until=decision.until)
    kernel = component.kernel or setting.kernel
    for condition in decision.scope.conditions:
        if (why := _broken(condition, kernel, setting.place)) is not None:
            return why
    return _moved(decision, component, kernel, setting.declared) if decision.rests_on else None


def _moved(
    decision: Decision, component: Component, kernel: Kernel | None, product: Product | None
) -> Text | None:
    """Why it does not hold: a fact on which it rests is another."""
    now = facts_of(decision, component, kernel, product)
    fact = differing(decision.rests_on, now)
    if fact is None:
        return None
    return DIFFERS.fill(path=fact.path, before=" / ".join(fact.was), after=now.get(fact.path, NOTHING))


def _broken(condition: Condition, kernel: Kernel | None, place: Place | None) -> Text | None:
    """Why a condition does not hold; what nobody can see does not hold either."""
    unseen = NOT_SEEN.fill(kind=condition.kind, value=condition.value)
    if condition.kind == "exposure-at-most":
        if place is None or place.exposure is None:
            return unseen
        if at_most(place.exposure, Exposure(condition.value)):
            return None
        return REACHED.fill(exposure=place.exposure, value=condition.value)
    if condition.kind == "kernel-option-off":
        lists = (kernel.built_in, kernel.modular) if kernel else (None,)
        return _there(lists, condition, OPTION_ON, unseen)
    lists = (kernel.modules, kernel.built_in_modules) if kernel else (None,)
    return _there(lists, condition, MODULE_THERE, unseen)


def _there(
    lists: tuple[tuple[str, ...] | None, ...], condition: Condition, there: Text, unseen: Text
) -> Text | None:
    name = condition.value.removeprefix("CONFIG_").replace("-", "_")
    if any(name in each for each in lists if each is not None):
        return there.fill(value=condition.value)
    return unseen if None in lists else None
