"""What the images of a release gave when they were looked at."""

import msgspec

from mamoru.assessment.report.model import ImageView
from mamoru.evidence import Evidence, Subject
from mamoru.jobs.check.absent_images import AbsentImage
from mamoru.language import Text
from mamoru.product import Component


class Examined(msgspec.Struct, frozen=True, kw_only=True):
    """What the images of a release gave. An image that is absent, or another than the product file
    says, is a subject of its own of which nothing is known. `components` are those of all images,
    `notes` what else a reader must know of what was looked at."""

    subjects: tuple[Subject, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    views: tuple[ImageView, ...] = ()
    components: tuple[Component, ...] = ()
    notes: tuple[Text, ...] = ()
    absent: tuple[AbsentImage, ...] = ()

    @property
    def digests(self) -> list[str]:
        """The SHA-256 of each image that was there."""
        return [subject.id for subject in self.subjects if not subject.id.startswith("absent:")]


def all_of(parts: list[Examined]) -> Examined:
    """Several as one, in their order."""
    return Examined(
        subjects=tuple(subject for part in parts for subject in part.subjects),
        evidence=tuple(evidence for part in parts for evidence in part.evidence),
        views=tuple(view for part in parts for view in part.views),
        components=tuple(component for part in parts for component in part.components),
        notes=tuple(note for part in parts for note in part.notes),
        absent=tuple(image for part in parts for image in part.absent),
    )
