"""What changed in the make-up of two images: parts, boot variables, and what could not be opened."""

from collections import Counter
from collections.abc import Iterable

import msgspec

from mamoru.assessment.report.model import Unopened
from mamoru.jobs.check.view import unopened
from mamoru.language import Text
from mamoru.verification.firmware.facts.environments import shown_variables
from mamoru.verification.firmware.image import Gap, Index


class PartState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part as one image has it; `inside` names the part that `offset` counts in."""

    format: str
    offset: int
    bytes: int
    inside: str | None = None
    note: Text | None = None


class PartChange(msgspec.Struct, frozen=True, kw_only=True):
    """A part that came, went or changed."""

    name: str
    old: PartState | None
    new: PartState | None


class VariableChange(msgspec.Struct, frozen=True, kw_only=True):
    """A variable of a boot loader's environment (`container` is its part), secrets redacted."""

    container: str
    name: str
    old: str | None
    new: str | None


class UnopenedChanges(msgspec.Struct, frozen=True, kw_only=True):
    """What could not be opened; the same place and reason is the same gap. Nothing is known of what
    changed within `same`."""

    new: tuple[Unopened, ...]
    gone: tuple[Unopened, ...]
    same: tuple[Unopened, ...]


def part_changes(old: Index, new: Index) -> tuple[PartChange, ...]:
    """The parts that came, went or changed, by name."""
    before, after = _part_states(old), _part_states(new)
    return tuple(
        PartChange(name=name, old=before.get(name), new=after.get(name))
        for name in (before | after)
        if before.get(name) != after.get(name)
    )


def _part_states(index: Index) -> dict[str, PartState]:
    return {
        part.name: PartState(
            format=part.format,
            offset=part.offset,
            bytes=part.bytes,
            inside=None if part.parent is None else index.parts[part.parent].name,
            note=part.note,
        )
        for part in index.parts
    }


def variable_changes(old: Index, new: Index) -> tuple[VariableChange, ...]:
    """The variables that came, went or changed: told redacted, compared as they are."""
    before, after = _values(old), _values(new)
    return tuple(
        VariableChange(
            container=key[0],
            name=key[1],
            old=before[key][0] if key in before else None,
            new=after[key][0] if key in after else None,
        )
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    )


def _values(index: Index) -> dict[tuple[str, str], tuple[str, str]]:
    """Each variable's value, as it may be shown and as it is."""
    return {
        (each.container, name): (shown, each.variables[name])
        for each in index.environments
        for name, shown in shown_variables(each).items()
    }


def unopened_changes(old: Iterable[Gap], new: Iterable[Gap]) -> UnopenedChanges:
    """What could not be opened, before and after."""
    came, same = _shared(new, old)
    went, _ = _shared(old, new)
    return UnopenedChanges(new=came, gone=went, same=same)


def _shared(these: Iterable[Gap], those: Iterable[Gap]) -> tuple[tuple[Unopened, ...], tuple[Unopened, ...]]:
    """The gaps of `these` with no like in `those`, and those with one."""
    left = Counter((gap.container, gap.why) for gap in those)
    alone: list[Unopened] = []
    paired: list[Unopened] = []
    for gap in these:
        left[gap.container, gap.why] -= 1
        (alone if left[gap.container, gap.why] < 0 else paired).append(unopened(gap))
    return tuple(alone), tuple(paired)
