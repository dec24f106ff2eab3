"""The parts of every release of a workspace, each with what is known around it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from mamoru.errors import InputError
from mamoru.jobs.release.components import observed
from mamoru.jobs.release.declaring import declared_of
from mamoru.operation.vulnerabilities.decisions import Setting
from mamoru.operation.vulnerabilities.known import together
from mamoru.operation.vulnerabilities.matching import matched
from mamoru.operation.vulnerabilities.priority import place_of
from mamoru.operation.vulnerabilities.store.opening import current_store
from mamoru.product.component import Component
from mamoru.product.workspace import Workspace


class There(NamedTuple):
    """A part in a release, and what is known around it."""

    component: Component
    setting: Setting


def parts_of_releases(workspace: Workspace) -> Iterator[list[There]]:
    """Release by release what its images showed to the last check and its lists name."""
    for entry in workspace.products:
        for release in entry.product.releases:
            seen, _ = observed(workspace, entry, release, {})
            components = together(seen, declared_of(workspace, entry, release, None).components)
            kernel = next((each.kernel for each in components if each.kernel), None)
            yield [
                There(
                    component,
                    Setting(
                        product=entry.product.id,
                        release=release.version,
                        place=place_of(component, entry.product),
                        kernel=kernel,
                        declared=entry.product,
                    ),
                )
                for component in components
            ]


def affected_parts(parts: Sequence[There]) -> dict[str, list[There]]:
    """By the id of each vulnerability the parts of one release that it affects or may; {} where the data cannot be
    read, so that nobody knows."""
    if not parts:
        return {}
    try:
        with current_store() as store:
            matches = matched([each.component for each in parts], store).matches
    except InputError:
        return {}
    found: dict[str, list[There]] = {}
    for match in matches:
        for id in dict.fromkeys((match.told.id, *match.told.aliases)):
            found.setdefault(id, []).append(There(match.component, parts[0].setting))
    return found
