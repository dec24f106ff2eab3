"""Examine a bare image: the first minute, with no product file."""

import tempfile
from datetime import date, datetime
from pathlib import Path

import msgspec

from mamoru.assessment import Assessment, Made, assess
from mamoru.assessment.report.model import Input, Report
from mamoru.catalog import Standard, catalog
from mamoru.containment import held_here
from mamoru.evidence import Evidence, Subject
from mamoru.evidence.fold import Occasion
from mamoru.evidence.registry import registry
from mamoru.jobs.check.firmware import check_image
from mamoru.jobs.check.view import check_runs, image_view, looked_of_image, not_looked, split_findings
from mamoru.jobs.tool import TOOL
from mamoru.operation.vulnerabilities.known import Known, known_vulnerabilities
from mamoru.progress import Progress
from mamoru.verification.firmware.opening.contained import open_contained


def examine_image(
    path: Path,
    *,
    at: datetime,
    on: date,
    match_known: bool,
    progress: Progress | None = None,
    keys: tuple[bytes, ...] = (),
) -> Report:
    """What is inside an image, what is wrong, and what it means for the technical measures 1A–3B;
    `keys` are tried on what is encrypted.

    `match_known` where its components are matched with the vulnerability data too. Raises `InputError`
    where the path cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="mamoru-") as folder:
        work = Path(folder)
        index = open_contained(path, work, progress, keys=keys)
        evidence = check_image(index, work, at, on, progress)
    subject = Subject(kind="image", id=index.sha256)
    known = Known([], None)
    if match_known:
        occasion = Occasion(subject=subject, at=at, on=on, source=TOOL)
        known = known_vulnerabilities(index.components, index.path, occasion)
    evidence += known.evidence
    asked = catalog()
    view = image_view(index)
    findings, _ = split_findings(evidence, ())
    unseen = not_looked((view,), evidence)
    return Report(
        at=at,
        on=on,
        tool=TOOL,
        catalog_digest=asked.digest,
        product=None,
        release=None,
        images=(view,),
        assessment=_assessed(subject, evidence, on),
        findings=findings,
        accepted_findings=(),
        evidence=tuple(evidence),
        checks=check_runs(evidence),
        inputs=(Input(path=index.path, sha256=index.sha256),),
        looked=looked_of_image(view, evidence, unseen),
        not_looked=unseen,
        cases=asked.cases,
        vulnerabilities=known.view,
        uncaged=held_here().lacking,
        catalog=asked,
    )


def _assessed(image: Subject, evidence: list[Evidence], on: date) -> Assessment:
    asked = catalog()
    guide = asked.standard("guide")
    standards = [technical_part(guide)] if guide else []
    made = Made(subjects=frozenset({image}), facts={})
    return assess(asked, standards, made, evidence, on, effort_of)


def effort_of(check: str) -> str | None:
    """The usual effort of mending what a check finds."""
    known = registry().check(check)
    return known.effort.value if known else None


def technical_part(guide: Standard) -> Standard:
    """The guide cut to its technical measures: all that an image alone can speak of."""
    named = {group.id for group in guide.groups if group.kind == "technical-measure"}
    above = {group.parent for group in guide.groups if group.id in named}
    groups = tuple(group for group in guide.groups if group.id in named | above)
    return msgspec.structs.replace(
        guide,
        groups=groups,
        requirements=tuple(r for r in guide.requirements if r.group in named),
    )
