"""Decide on a vulnerability for the facts at hand: what the decision rests on is kept with it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import msgspec

from mamoru.jobs.vulns.decided import placing
from mamoru.jobs.vulns.deciders import check_decider
from mamoru.jobs.vulns.parts import There, affected_parts, parts_of_releases
from mamoru.operation.vulnerabilities.deciding import DecideTold, decide
from mamoru.operation.vulnerabilities.decisions import Decision, checked
from mamoru.operation.vulnerabilities.decisions.answering import means
from mamoru.operation.vulnerabilities.decisions.resting import NO_PART, PART, as_facts, facts_of
from mamoru.product.places import workspace_root
from mamoru.product.workspace import Workspace, find_workspace


def decide_here(path: Path, decision: Decision, *, versions_given: bool, at: datetime) -> DecideTold:
    """Keep `decision` in the workspace of `path` with the facts on which it rests, as the releases show them
    that it is about. Where it was said for which versions it holds, the part's own are no such fact.

    Raises `InputError` where it lacks something, names a product or release that is not there, or settles what
    this person cannot, without a reason, or accepts for longer than a year.
    """
    workspace = find_workspace(workspace_root(path))
    check_decider(checked(decision), workspace.maker)
    facts = as_facts(_facts(workspace, decision), versions=not versions_given)
    if not versions_given and not any(fact.path.startswith(PART) for fact in facts):
        facts = (*facts, NO_PART)  # decided before the part was there: it is new when it comes
    decision = msgspec.structs.replace(decision, rests_on=facts)
    return decide(path, decision, placing(path, decision.on), at=at)


def _facts(workspace: Workspace, decision: Decision) -> Iterator[dict[str, str]]:
    for parts in parts_of_releases(workspace):
        mine = [each for each in parts if means(decision, each.component, each.setting) is not None]
        for component, setting in _meant(mine, parts, decision):
            yield facts_of(decision, component, component.kernel or setting.kernel, setting.declared)


def _meant(mine: list[There], parts: list[There], decision: Decision) -> list[There]:
    """The parts that `decision` is about: those that it names, else those that the vulnerability affects."""
    if decision.scope.component is not None or not mine:
        return mine
    return affected_parts(parts).get(decision.scope.vulnerability, [])
