"""How a decision stands in the releases at hand: which parts it is about, and where its ground has moved."""

from datetime import date
from functools import cache
from pathlib import Path

from mamoru.jobs.vulns.parts import There, affected_parts, parts_of_releases
from mamoru.operation.vulnerabilities.decisions import Decision
from mamoru.operation.vulnerabilities.decisions.answering import means, why_changed
from mamoru.operation.vulnerabilities.decisions.components import met
from mamoru.operation.vulnerabilities.decisions.telling import (
    EVERYWHERE,
    PartTold,
    Placed,
    Placing,
    ReopenedTold,
)
from mamoru.product.places import workspace_root
from mamoru.product.workspace import find_workspace


def placing(path: Path, on: date) -> Placing:
    """What places a decision in the releases of the workspace of `path`, as they stand on the day `on`."""
    workspace = find_workspace(workspace_root(path))

    @cache
    def releases() -> list[list[There]]:
        return [*parts_of_releases(workspace)]

    @cache
    def affected() -> list[dict[str, list[There]]]:
        return [affected_parts(parts) for parts in releases()]

    @cache
    def named(name: str) -> list[There]:
        return [each for parts in releases() for each in parts if met(name, each.component) is not None]

    def placed(decision: Decision) -> Placed:
        name = decision.scope.component
        if name is not None:
            return _placed(decision, named(name), on)
        if not any(affected()):
            return EVERYWHERE
        id = decision.scope.vulnerability
        return _placed(decision, [each for found in affected() for each in found.get(id, ())], on)

    return placed


def _placed(decision: Decision, there: list[There], on: date) -> Placed:
    about: list[PartTold] = []
    reopened: list[ReopenedTold] = []
    for component, setting in there:
        if means(decision, component, setting) is None:
            continue
        product, release = setting.product or "", setting.release or ""
        version = component.version or component.raw_version
        about.append(PartTold(product=product, release=release, name=component.name, version=version))
        if why := why_changed(decision, on, component, setting):
            reopened.append(ReopenedTold(product=product, release=release, why=why))
    return Placed(tuple(about), tuple(dict.fromkeys(reopened)))
