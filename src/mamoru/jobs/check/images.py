"""Examine the images of a release: one result for all of them."""

from pathlib import Path

import msgspec

from mamoru.evidence import Evidence, Subject, SubjectKind
from mamoru.evidence.fold import unseen
from mamoru.evidence.registry import registry
from mamoru.jobs.check.absent_images import AbsentImage
from mamoru.jobs.check.examined import Examined, all_of
from mamoru.jobs.check.firmware import check_image
from mamoru.jobs.check.opening import Opened, opened
from mamoru.jobs.check.placing import components_in, evidence_in, names_of
from mamoru.jobs.check.plain_images import GONE as PLAIN_GONE
from mamoru.jobs.check.plain_images import OTHER as PLAIN_OTHER
from mamoru.jobs.check.plain_images import difference, joined, joined_view, needs_plain
from mamoru.jobs.check.view import image_view
from mamoru.jobs.release.at_hand import AtHand
from mamoru.language import Text
from mamoru.product.model import Image
from mamoru.progress import Progress
from mamoru.verification.inventory import keep_inventory

GONE = Text("イメージがありません: {file}", "The image is not there: {file}")
OTHER = Text(
    "イメージのSHA-256が product.yaml と違います: {file}",
    "The image's SHA-256 is not the one in product.yaml: {file}",
)


def examine_images(hand: AtHand, work: Path, progress: Progress | None) -> Examined:
    """Open and check every image of the release at hand; each in a work folder of its own under `work`.

    Where there are several, each location names its image before the container. Where an image keeps
    something closed and the product file ties to it the image before encryption, that one is looked
    at, and its evidence counts for the one that ships.
    """
    images = hand.release.images if hand.release else ()
    examination = _Examination(hand, work, progress)
    found: dict[Subject, Examined] = {}
    for name, image in zip(names_of(images), images, strict=True):
        looked_at = examination.of(image, name)
        subject = looked_at.subjects[0]
        if subject in found:  # the same bytes twice are one subject
            looked_at = Examined(views=looked_at.views)
        found.setdefault(subject, Examined())
        found[subject] = all_of([found[subject], looked_at])
    return all_of(list(found.values()))


class _Examination:
    """One release's examination: what every image of it needs."""

    def __init__(self, hand: AtHand, work: Path, progress: Progress | None) -> None:
        self._hand, self._wish = hand, hand.wish
        self._work, self._progress = work, progress
        self._count = 0

    def of(self, image: Image, name: str | None) -> Examined:
        """What one image gives; `name` goes into its locations."""
        path = self._hand.declared.folder / image.file
        if not path.is_file():
            return self._absent(image, GONE)
        shipped = self._opened(path)
        if image.sha256 not in (None, shipped.index.sha256):
            return self._absent(image, OTHER)
        plain, notes = self._plain_of(image, shipped)
        if plain is None:
            evidence, view = self._checked(shipped), image_view(shipped.index)
        else:
            of_shipped = self._checked(shipped) if shipped.index.parts else []
            evidence = joined(of_shipped, self._checked(plain, counts_for=shipped.index.sha256))
            view = joined_view(shipped.index, plain.index)
        keep_inventory(
            self._hand.root,
            msgspec.structs.replace(shipped.index, components=view.components),
            at=self._wish.at,
        )
        return Examined(
            subjects=(Subject(kind="image", id=shipped.index.sha256),),
            evidence=tuple(evidence_in(name, evidence)),
            views=(view,),
            components=components_in(name, view.components),
            notes=notes,
        )

    def _opened(self, path: Path) -> Opened:
        self._count += 1
        return opened(self._hand, path, self._work / str(self._count), self._progress)

    def _plain_of(self, image: Image, shipped: Opened) -> tuple[Opened | None, tuple[Text, ...]]:
        """The image before encryption where it is to be looked at, and what is to be told of it."""
        if image.plain is None:
            return None, ()
        path = self._hand.declared.folder / image.plain
        if not path.is_file():
            return None, (PLAIN_GONE.fill(plain=image.plain),)
        plain = self._opened(path)
        if needs_plain(shipped.index):
            return plain, ()
        example = difference(shipped.work, plain.work)
        if example is None:
            return None, ()
        return None, (PLAIN_OTHER.fill(plain=image.plain, shipped=image.file, example=example),)

    def _checked(self, opened: Opened, counts_for: str | None = None) -> list[Evidence]:
        wish = self._wish
        return check_image(opened.index, opened.work, wish.at, wish.on, self._progress, counts_for=counts_for)

    def _absent(self, image: Image, why: Text) -> Examined:
        subject = Subject(kind="image", id=f"absent:{image.file}")
        occasion = self._hand.occasion(subject)
        told = why.fill(file=image.file)
        checks = [r.check for r in registry().checks if r.check.subject is SubjectKind.FIRMWARE]
        return Examined(
            subjects=(subject,),
            evidence=tuple(unseen(check, occasion, told) for check in checks),
            absent=(AbsentImage(file=image.file, why=told),),
        )
