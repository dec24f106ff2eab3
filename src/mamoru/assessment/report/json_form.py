"""The JSON form: what programs build on, with a published schema (docs/schema/check.schema.json)."""

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from mamoru.assessment.report.form import Format
from mamoru.assessment.report.json_shapes import (
    ActionJson,
    ChangesJson,
    CheckJson,
    ClaimJson,
    DeadlineJson,
    EvidenceJson,
    FindingJson,
    FirmwareCheckJson,
    GroupJson,
    ImageJson,
    ProductJson,
    RequirementJson,
    StandardJson,
    UnopenedJson,
)
from mamoru.assessment.report.model import ImageView, Report
from mamoru.assessment.report.picture import overall
from mamoru.assessment.report.verdict import found, unseen
from mamoru.assessment.result import RequirementStanding, StandardStanding
from mamoru.evidence import Finding
from mamoru.exit_status import ended
from mamoru.language import Lang, Text

Shape = TypeVar("Shape", bound=msgspec.Struct)
FORMAT = Format(id="json", file_name="check.json", media_type="application/json", title=Text("JSON", "JSON"))


def render(report: Report, lang: Lang) -> str:
    """The report as `mamoru/check/1`, indented; both languages are in it, so `lang` changes nothing."""
    del lang
    return _written(check_json(report))


def check_json(report: Report) -> CheckJson:
    """The report in its published shape. Two runs of the same day differ only in `at`."""
    return CheckJson(
        schema="mamoru/check/1",
        tool=report.tool,
        on=report.on,
        at=report.at,
        product=_same(report.product, ProductJson) if report.product else None,
        release=report.release,
        state=overall(report),
        exit=ended("check", found=found(report), looked=report.looked),
        looked=report.looked,
        standards=tuple(_standard(standard) for standard in report.assessment.standards),
        next_actions=tuple(_same(action, ActionJson) for action in report.assessment.next_actions),
        findings=findings_json(report.findings),
        accepted=findings_json(report.accepted_findings),
        images=tuple(_same(image, ImageJson) for image in report.images),
        unopened=tuple(gap for image in report.images for gap in _unopened(image)),
        components=tuple(part for image in report.images for part in image.components),
        evidence=tuple(_same(item, EvidenceJson) for item in report.evidence),
        checks=report.checks,
        inputs=report.inputs,
        not_looked=unseen(report),
        changes=_changes(report),
        catalog=report.catalog_digest,
        vulnerabilities=report.vulnerabilities,
        deadlines=tuple(_same(each, DeadlineJson) for each in report.deadlines),
    )


def firmware_check_json(report: Report) -> str:
    """The weaknesses of a report's one image as `mamoru/firmware-check/1`, indented."""
    image = report.images[0]
    return _written(
        FirmwareCheckJson(
            schema="mamoru/firmware-check/1",
            image=_same(image, ImageJson),
            findings=findings_json(report.findings),
            unopened=_unopened(image),
            components=image.components,
            checks=report.checks,
            looked=report.looked,
        )
    )


def _same(value: msgspec.Struct, shape: type[Shape]) -> Shape:
    """`value` in a published shape whose members have the same names."""
    return shape(**{field: getattr(value, field) for field in shape.__struct_fields__})


def findings_json(findings: Sequence[Finding]) -> tuple[FindingJson, ...]:
    """Weaknesses in their published shape."""
    return tuple(_same(finding, FindingJson) for finding in findings)


def _unopened(image: ImageView) -> tuple[UnopenedJson, ...]:
    return tuple(
        UnopenedJson(
            offset=gap.offset,
            bytes=gap.bytes,
            why=gap.why,
            serious=gap.serious,
            image=image.sha256,
            container=gap.container,
            instead=gap.instead,
        )
        for gap in image.unopened
    )


def _standard(standing: StandardStanding) -> StandardJson:
    return StandardJson(
        id=standing.id,
        edition=standing.edition,
        title=standing.title,
        counts=standing.counts,
        requirements=tuple(_requirement(requirement) for requirement in standing.requirements),
        groups=tuple(_same(group, GroupJson) for group in standing.groups),
        notice=standing.notice,
        unconfirmed=standing.unconfirmed,
    )


def _requirement(requirement: RequirementStanding) -> RequirementJson:
    claims = tuple(
        ClaimJson(id=c.claim, state=c.state, grade=c.grade, reason=c.reason, evidence=c.evidence)
        for c in requirement.claims
    )
    return RequirementJson(
        id=requirement.id,
        group=requirement.group,
        title=requirement.title,
        state=requirement.state,
        grade=requirement.grade,
        reason=requirement.reason,
        claims=claims,
        evidence=requirement.evidence,
        next=requirement.next,
        status=requirement.status,
        confirmed=requirement.confirmed,
    )


def _changes(report: Report) -> ChangesJson | None:
    changes = report.changes
    if changes is None:
        return None
    return ChangesJson(
        since=changes.since,
        gone=findings_json(changes.gone),
        new=findings_json(changes.new),
        components=changes.components,
    )


def _written(shape: CheckJson | FirmwareCheckJson) -> str:
    return msgspec.json.format(msgspec.json.encode(shape), indent=2).decode() + "\n"
