"""The workspace that a job was pointed at, with the threats that it may name."""

from pathlib import Path

import msgspec

from mamoru.catalog import catalog
from mamoru.design import Library, library
from mamoru.design.own import with_own_threats
from mamoru.evidence.registry import registry
from mamoru.product.places import workspace_root
from mamoru.product.references import Known
from mamoru.product.workspace import Workspace, find_workspace
from mamoru.verification.plan import hand_tests


class Here(msgspec.Struct, frozen=True, kw_only=True):
    """A workspace, or the one product of it that was asked for; `threats` are those of the library and
    its own."""

    workspace: Workspace
    threats: Library


def workspace_at(path: Path) -> Here:
    """The workspace that `path` belongs to, its files held against the ids that they may name. Raises
    `InputError`."""
    threats = with_own_threats(library(), workspace_root(path), catalog())
    return Here(workspace=find_workspace(path, known=_known(threats)), threats=threats)


def _known(threats: Library) -> Known:
    asked = catalog()
    return Known(
        claims=[claim.id for claim in asked.claims],
        standards=[standard.id for standard in asked.standards],
        requirements=[f"{s.id}:{r.id}" for s in asked.standards for r in s.requirements],
        checks=[entry.check.id for entry in registry().checks] + [test.id for test in hand_tests().cases],
        threats=[threat.id for threat in threats.threats],
    )
