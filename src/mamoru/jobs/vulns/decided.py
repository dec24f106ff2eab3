"""How a decision stands in the releases at hand: which parts it is about, and where its ground has moved."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from mamoru.jobs.release.components import observed
from mamoru.jobs.release.declaring import declared_of
from mamoru.operation.vulnerabilities.decisions import Decision, Setting
from mamoru.operation.vulnerabilities.decisions.answering import means, why_changed
from mamoru.operation.vulnerabilities.decisions.components import met
from mamoru.operation.vulnerabilities.decisions.resting import PART, part_of
from mamoru.operation.vulnerabilities.decisions.telling import (
    EVERYWHERE,
    PartTold,
    Placed,
    Placing,
    ReopenedTold,
)
from mamoru.operation.vulnerabilities.known import together
from mamoru.operation.vulnerabilities.priority import place_of
from mamoru.product.component import Component
from mamoru.product.places import workspace_root
from mamoru.product.workspace import Workspace, find_workspace


class _There(NamedTuple):
    """A part in a release, and what is known around it."""

    component: Component
    setting: Setting


def placing(path: Path, on: date) -> Placing:
    """What places a decision in the releases of the workspace of `path`, as they stand on the day `on`."""
    workspace = find_workspace(workspace_root(path))

    @cache
    def parts() -> list[_There]:
        return [*_parts(workspace)]

    @cache
    def named(name: str) -> list[_There]:
        return [each for each in parts() if met(name, each.component) is not None]

    def placed(decision: Decision) -> Placed:
        name = decision.scope.component
        if name is not None:
            return _placed(decision, named(name), on)
        rests = {fact.path for fact in decision.rests_on if fact.path.startswith(PART)}
        there = [each for each in parts() if f"{part_of(each.component)}.version" in rests]
        return _placed(decision, there, on) if rests else EVERYWHERE

    return placed


def _placed(decision: Decision, there: list[_There], on: date) -> Placed:
    about: list[PartTold] = []
    reopened: list[ReopenedTold] = []
    for component, setting in there:
        if means(decision, component, setting) is None:
            continue
        product, release = setting.product or "", setting.release or ""
        version = component.raw_version or component.version
        about.append(PartTold(product=product, release=release, name=component.name, version=version))
        if why := why_changed(decision, on, component, setting):
            reopened.append(ReopenedTold(product=product, release=release, why=why))
    return Placed(tuple(about), tuple(dict.fromkeys(reopened)))


def _parts(workspace: Workspace) -> Iterator[_There]:
    for entry in workspace.products:
        for release in entry.product.releases:
            seen, _ = observed(workspace, entry, release, {})
            components = together(seen, declared_of(workspace, entry, release, None).components)
            kernel = next((each.kernel for each in components if each.kernel), None)
            for component in components:
                yield _There(
                    component,
                    Setting(
                        product=entry.product.id,
                        release=release.version,
                        place=place_of(component, entry.product),
                        kernel=kernel,
                        declared=entry.product,
                    ),
                )
