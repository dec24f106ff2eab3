"""Decide on a vulnerability for the facts at hand: what the decision rests on is kept with it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from mamoru.errors import InputError
from mamoru.jobs.release.components import observed
from mamoru.jobs.release.declaring import declared_of
from mamoru.jobs.vulns.decided import placing
from mamoru.language import Text
from mamoru.operation.vulnerabilities.deciding import DecideTold, decide
from mamoru.operation.vulnerabilities.decisions import Decision, checked
from mamoru.operation.vulnerabilities.decisions.components import met
from mamoru.operation.vulnerabilities.decisions.resting import NO_PART, PART, as_facts, facts_of
from mamoru.operation.vulnerabilities.known import together
from mamoru.operation.vulnerabilities.matching import matched
from mamoru.operation.vulnerabilities.store.opening import current_store
from mamoru.product.accepting import is_reason, why_not_accepted
from mamoru.product.component import Component
from mamoru.product.model import Acceptance
from mamoru.product.people import is_known
from mamoru.product.places import workspace_root
from mamoru.product.workspace import find_workspace

SETTLES = ("not-affected", "fixed")  # what nobody looks at again
STRANGER = Text("{by} は maker.yaml に名前がありません", "maker.yaml names no {by}")
NO_REASON = Text("理由（--reason）になっていません", "its --reason is no reason")
NO_DECISION = Text("決定として残せません（{why}）。", "This is no decision: {why}.")
NAME_ONE = Text(
    "maker.yaml の roles に名前のある人が、理由を文で書いてください。",
    "Somebody whom maker.yaml names under roles gives the reason in words.",
)
NO_ACCEPTANCE = Text("受容できません（{why}）。", "This is no acceptance: {why}.")
DECIDE_ANEW = Text(
    "受容を決められる人が、理由と12か月以内の期限（--until）を付けてください。",
    "Somebody who may accept gives the reason and a last day within 12 months (--until).",
)


def decide_here(path: Path, decision: Decision, *, versions_given: bool, at: datetime) -> DecideTold:
    """Keep `decision` in the workspace of `path` with the facts on which it rests, as the releases show them
    that it is about. Where it was said for which versions it holds, the part's own are no such fact.

    Raises `InputError` where it lacks something, names a product or release that is not there, or settles what
    this person cannot, without a reason, or accepts for longer than a year.
    """
    _may_decide(path, decision)
    facts = as_facts(_facts(path, decision), versions=not versions_given)
    if not versions_given and not any(fact.path.startswith(PART) for fact in facts):
        facts = (*facts, NO_PART)  # decided before the part was there: it is new when it comes
    decision = msgspec.structs.replace(decision, rests_on=facts)
    return decide(path, decision, placing(path, decision.on), at=at)


def _may_decide(path: Path, decision: Decision) -> None:
    """Raises `InputError` for a decision that would settle the matter and is none: by a stranger, without a
    reason in words; for an acceptance as `accepted` of product.yaml."""
    checked(decision)
    maker = find_workspace(workspace_root(path)).maker
    if decision.state in SETTLES:
        why = None if is_reason(decision.reason) else NO_REASON
        if not is_known(decision.by, maker):
            why = STRANGER.fill(by=decision.by)
        if why is not None:
            raise InputError(NO_DECISION.fill(why=why), NAME_ONE)
    if decision.state != "accepted" or decision.until is None:
        return
    asked = Acceptance(by=decision.by, until=decision.until, why=decision.reason)
    why = why_not_accepted(asked, maker, decision.on)
    if why is not None:
        raise InputError(NO_ACCEPTANCE.fill(why=why), DECIDE_ANEW)


def _facts(path: Path, decision: Decision) -> Iterator[dict[str, str]]:
    scope = decision.scope
    workspace = find_workspace(workspace_root(path))
    for entry in workspace.products:
        if scope.product not in (None, entry.product.id):
            continue
        for release in entry.product.releases:
            if scope.releases and release.version not in scope.releases:
                continue
            seen, _ = observed(workspace, entry, release, {})
            components = together(seen, declared_of(workspace, entry, release, None).components)
            kernel = next((each.kernel for each in components if each.kernel), None)
            for component in _meant(components, decision):
                yield facts_of(decision, component, component.kernel or kernel, entry.product)


def _meant(components: tuple[Component, ...], decision: Decision) -> list[Component]:
    """The parts that `decision` is about: those that it names, else those that the vulnerability affects."""
    scope = decision.scope
    if scope.component is not None:
        return [each for each in components if met(scope.component, each) is not None]
    try:
        with current_store() as store:
            matches = matched(components, store).matches
    except InputError:
        return []  # the data cannot be read, so nobody knows; deciding needs them not
    return [each.component for each in matches if scope.vulnerability in (each.told.id, *each.told.aliases)]
