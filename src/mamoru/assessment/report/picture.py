"""The picture by phase: the guide's four phases, their measures, and the seven technical measures."""

import msgspec

from mamoru.assessment.report.model import Report
from mamoru.assessment.requirements import combined
from mamoru.assessment.result import GroupStanding, RequirementStanding, StandardStanding, State

GUIDE = "guide"


class MeasureView(msgspec.Struct, frozen=True, kw_only=True):
    """A measure (or technical measure) and the requirements in it."""

    group: GroupStanding
    requirements: tuple[RequirementStanding, ...]


class PhaseView(msgspec.Struct, frozen=True, kw_only=True):
    """A phase and its measures; `technical` are the technical measures that hang under it."""

    group: GroupStanding
    measures: tuple[MeasureView, ...]
    technical: tuple[MeasureView, ...]


def guide(report: Report) -> StandardStanding | None:
    """How the product stands against the guide; None where the guide was not asked for."""
    return next((s for s in report.assessment.standards if s.id == GUIDE), None)


def others(report: Report) -> tuple[StandardStanding, ...]:
    """The other standards that were asked for."""
    return tuple(s for s in report.assessment.standards if s.id != GUIDE)


def phases(standing: StandardStanding | None) -> tuple[PhaseView, ...]:
    """The phases of `standing` in order; empty for a standard that has none."""
    groups = standing.groups if standing else ()
    return tuple(
        PhaseView(
            group=group,
            measures=_measures(standing, group.id, "measure"),
            technical=_measures(standing, group.id, "technical-measure"),
        )
        for group in groups
        if group.kind == "phase"
    )


def technical(standing: StandardStanding | None) -> tuple[MeasureView, ...]:
    """The technical measures, in order."""
    return tuple(measure for phase in phases(standing) for measure in phase.technical)


def overall(report: Report) -> State:
    """One state for the whole: the worst of the guide, or of all standards where it is not asked."""
    standing = guide(report)
    states = [r.state for r in standing.requirements] if standing else list(report.assessment.states)
    return combined(states)


def _measures(standing: StandardStanding | None, phase: str, kind: str) -> tuple[MeasureView, ...]:
    if standing is None:
        return ()
    return tuple(
        MeasureView(group=group, requirements=tuple(r for r in standing.requirements if r.group == group.id))
        for group in standing.groups
        if group.kind == kind and group.parent == phase
    )
