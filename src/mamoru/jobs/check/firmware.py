"""Run the firmware checks on one opened image."""

from datetime import date, datetime
from pathlib import Path

from mamoru.evidence import Evidence, Subject, SubjectKind
from mamoru.evidence.fold import Occasion, broken
from mamoru.evidence.registry import registry
from mamoru.evidence.runner import Job, run_all
from mamoru.jobs.tool import TOOL
from mamoru.progress import Progress
from mamoru.verification.firmware.image import Index, OpenedImage, load
from mamoru.verification.firmware.looked import looked_of

LOADER = "mamoru.jobs.check.firmware:load_image"


def load_image(folder: str) -> OpenedImage:
    """What a worker hands to a firmware check: the image opened into a work folder."""
    return load(Path(folder))


def check_image(
    index: Index,
    work: Path,
    at: datetime,
    on: date,
    progress: Progress | None,
    *,
    counts_for: str | None = None,
) -> list[Evidence]:
    """The evidence of every firmware check on the image in `work`, by check id.

    `counts_for` is the SHA-256 of the image that ships, where the one in `work` is that image before
    encryption: the evidence speaks of the shipped one, and names the other as its source.
    """
    subject = Subject(kind="image", id=counts_for or index.sha256)
    source = f"{TOOL}; before encryption: sha256:{index.sha256}" if counts_for else TOOL
    occasion = Occasion(subject=subject, at=at, on=on, source=source, looked=looked_of(index))
    found = registry()
    jobs = [
        (Job(module=r.module, loader=LOADER, argument=str(work), occasion=occasion), r.check)
        for r in found.checks
        if r.check.subject is SubjectKind.FIRMWARE
    ]
    return run_all(jobs, progress=progress) + [broken(b.module, b.why, occasion) for b in found.broken]
