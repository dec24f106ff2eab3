"""Decide on a vulnerability for the facts at hand: what the decision rests on is kept with it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from mamoru.errors import InputError
from mamoru.jobs.release.components import observed
from mamoru.jobs.release.declaring import declared_of
from mamoru.language import Text
from mamoru.operation.vulnerabilities.deciding import DecideTold, decide
from mamoru.operation.vulnerabilities.decisions import Decision
from mamoru.operation.vulnerabilities.decisions.components import met
from mamoru.operation.vulnerabilities.decisions.resting import NO_PART, PART, as_facts, facts_of
from mamoru.operation.vulnerabilities.known import together
from mamoru.operation.vulnerabilities.matching import matched
from mamoru.operation.vulnerabilities.store.opening import current_store
from mamoru.product.accepting import why_not_accepted
from mamoru.product.component import Component
from mamoru.product.model import Acceptance
from mamoru.product.places import workspace_root
from mamoru.product.workspace import find_workspace

NO_ACCEPTANCE = Text("受容できません（{why}）。", "This is no acceptance: {why}.")
DECIDE_ANEW = Text(
    "受容を決められる人が、理由と12か月以内の期限（--until）を付けてください。",
    "Somebody who may accept gives the reason and a last day within 12 months (--until).",
)


def decide_here(path: Path, decision: Decision, *, versions_given: bool, at: datetime) -> DecideTold:
    """Keep `decision` in the workspace of `path` with the facts on which it rests, as the releases show them
    that it is about. Where it was said for which versions it holds, the part's own are no such fact.

    Raises `InputError` where it lacks something, names a product or release that is not there, or accepts what
    this person cannot, without a reason, or for longer than a year.
    """
    _may_accept(path, decision)
    facts = as_facts(_facts(path, decision), versions=not versions_given)
    if not versions_given and not any(fact.path.startswith(PART) for fact in facts):
        facts = (*facts, NO_PART)  # decided before the part was there: it is new when it comes
    return decide(path, msgspec.structs.replace(decision, rests_on=facts), at=at)


def _may_accept(path: Path, decision: Decision) -> None:
    """Raises `InputError` for an acceptance that is none, as `accepted` of product.yaml would be."""
    if decision.state != "accepted" or decision.until is None:
        return
    maker = find_workspace(workspace_root(path)).maker
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
