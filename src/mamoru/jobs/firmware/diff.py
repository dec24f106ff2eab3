"""Two images, or two folders, laid side by side: what came, what went, what changed."""

import tempfile
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Literal

import msgspec

from mamoru.assessment.report.json_form import findings_json
from mamoru.assessment.report.json_shapes import FindingJson
from mamoru.assessment.report.model import Unopened
from mamoru.evidence import Evidence, Finding, Outcome
from mamoru.jobs.check.changes import ComponentChange, component_changes, unmatched
from mamoru.jobs.check.firmware import TOOL, check_image
from mamoru.jobs.check.view import split_findings, unopened
from mamoru.jobs.firmware.tree import ImageOutline, image_outline
from mamoru.language import Text
from mamoru.looked import Looked, together
from mamoru.progress import Progress
from mamoru.verification.firmware.facts.environments import shown_variables
from mamoru.verification.firmware.file_changes import FileChanges, file_changes
from mamoru.verification.firmware.image import Gap, Index, OpenedImage, load
from mamoru.verification.firmware.looked import looked_of
from mamoru.verification.firmware.opening.contained import open_contained


class ComponentChanges(msgspec.Struct, frozen=True, kw_only=True):
    """Components by name; `same` counts those whose versions stayed."""

    new: tuple[ComponentChange, ...]
    gone: tuple[ComponentChange, ...]
    changed: tuple[ComponentChange, ...]
    same: int


class WeaknessChanges(msgspec.Struct, frozen=True, kw_only=True):
    """Weaknesses, worst first; the same check, path and title is the same weakness. `unseen` are of
    the old image, and the new one could not be looked at for them: not gone. `same` counts the rest."""

    new: tuple[FindingJson, ...]
    gone: tuple[FindingJson, ...]
    unseen: tuple[FindingJson, ...]
    same: int


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


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """`mamoru firmware diff --format json`: from `old` to `new`, checked for the day `on`."""

    schema: Literal["mamoru/firmware-diff/1"]
    tool: str
    on: date
    old: ImageOutline
    new: ImageOutline
    weaknesses: WeaknessChanges
    components: ComponentChanges
    files: FileChanges
    parts: tuple[PartChange, ...]
    variables: tuple[VariableChange, ...]
    unopened: UnopenedChanges
    looked: Looked


class Examined(msgspec.Struct, frozen=True):
    """One image, opened and checked."""

    image: OpenedImage
    evidence: list[Evidence]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Its weaknesses, worst first."""
        return split_findings(self.evidence, ())[0]


def difference(
    old: Path,
    new: Path,
    *,
    at: datetime,
    on: date,
    progress: Progress | None = None,
    keys: tuple[bytes, ...] = (),
) -> Difference:
    """What changed from `old` to `new`, images or unpacked folders. Raises `InputError` where one of
    them cannot be read."""
    with tempfile.TemporaryDirectory(prefix="mamoru-") as folder:
        works = [Path(folder, side) for side in ("old", "new")]
        indexes = [
            open_contained(path, work, progress, keys=keys)
            for path, work in zip((old, new), works, strict=True)
        ]
        looked = [
            Examined(load(work), check_image(index, work, at, on, progress))
            for index, work in zip(indexes, works, strict=True)
        ]
        made = compared(looked[0], looked[1], on)
        for each in looked:
            each.image.close()
        return made


def compared(old: Examined, new: Examined, on: date) -> Difference:
    """The difference of two images that were looked at."""
    before, after = old.image.index, new.image.index
    return Difference(
        schema="mamoru/firmware-diff/1",
        tool=TOOL,
        on=on,
        old=image_outline(before),
        new=image_outline(after),
        weaknesses=_weaknesses(old, new),
        components=_components(before, after),
        files=file_changes(old.image, new.image),
        parts=_parts(before, after),
        variables=_variables(before, after),
        unopened=_unopened(before.gaps, after.gaps),
        looked=together([looked_of(before), looked_of(after)]),
    )


def _weaknesses(old: Examined, new: Examined) -> WeaknessChanges:
    undecided = {
        each.check for each in new.evidence if each.undecided or each.outcome is Outcome.INCONCLUSIVE
    }
    came, went = unmatched(new.findings, old.findings), unmatched(old.findings, new.findings)
    return WeaknessChanges(
        new=findings_json(came),
        gone=findings_json([finding for finding in went if finding.check not in undecided]),
        unseen=findings_json([finding for finding in went if finding.check in undecided]),
        same=len(new.findings) - len(came),
    )


def _components(old: Index, new: Index) -> ComponentChanges:
    changes = component_changes(old.components, new.components)
    return ComponentChanges(
        new=tuple(change for change in changes if not change.old),
        gone=tuple(change for change in changes if not change.new),
        changed=tuple(change for change in changes if change.old and change.new),
        same=len({component.name for component in new.components} - {change.name for change in changes}),
    )


def _parts(old: Index, new: Index) -> tuple[PartChange, ...]:
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


def _variables(old: Index, new: Index) -> tuple[VariableChange, ...]:
    """Told redacted; compared as they are."""
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


def _unopened(old: Iterable[Gap], new: Iterable[Gap]) -> UnopenedChanges:
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
