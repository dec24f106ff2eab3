"""Two images, or two folders, laid side by side: what came, what went, what changed."""

import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Literal

import msgspec

from mamoru.assessment.report.json_form import findings_json
from mamoru.assessment.report.json_shapes import FindingJson
from mamoru.evidence import Evidence, Finding, Outcome
from mamoru.jobs.check.changes import ComponentChange, component_changes, unmatched
from mamoru.jobs.check.firmware import check_image
from mamoru.jobs.check.view import split_findings
from mamoru.jobs.firmware.part_changes import (
    PartChange,
    UnopenedChanges,
    VariableChange,
    part_changes,
    unopened_changes,
    variable_changes,
)
from mamoru.jobs.firmware.tree import ImageOutline, image_outline
from mamoru.jobs.tool import TOOL
from mamoru.looked import Looked, together
from mamoru.progress import Progress
from mamoru.verification.firmware.file_changes import FileChanges, file_changes
from mamoru.verification.firmware.image import Index, OpenedImage, load
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
        parts=part_changes(before, after),
        variables=variable_changes(before, after),
        unopened=unopened_changes(before.gaps, after.gaps),
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
