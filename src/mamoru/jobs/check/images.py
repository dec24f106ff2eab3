"""Examine the images of a release: one result for all of them."""

from pathlib import Path

import msgspec

from mamoru.assessment.report.model import ImageView
from mamoru.evidence import Evidence, Subject, SubjectKind
from mamoru.evidence.fold import Occasion, unseen
from mamoru.evidence.registry import registry
from mamoru.jobs.check.absent_images import AbsentImage
from mamoru.jobs.check.firmware import TOOL, check_image
from mamoru.jobs.check.placing import components_in, evidence_in, names_of
from mamoru.jobs.check.plain_images import GONE as PLAIN_GONE
from mamoru.jobs.check.plain_images import OTHER as PLAIN_OTHER
from mamoru.jobs.check.plain_images import difference, joined, joined_view, needs_plain
from mamoru.jobs.check.view import image_view
from mamoru.jobs.wish import Wish
from mamoru.language import Text
from mamoru.product import Component, Release
from mamoru.product.model import Image
from mamoru.product.workspace import DeclaredProduct, Workspace
from mamoru.progress import Progress
from mamoru.verification.firmware.image import Gap, Index
from mamoru.verification.firmware.opening.contained import open_contained
from mamoru.verification.firmware.opening.opening import write_index
from mamoru.verification.inventory import keep_inventory

GONE = Text("イメージがありません: {file}", "The image is not there: {file}")
OTHER = Text(
    "イメージのSHA-256が product.yaml と違います: {file}",
    "The image's SHA-256 is not the one in product.yaml: {file}",
)


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


class _Opened(msgspec.Struct, frozen=True, kw_only=True):
    """An image as it was opened into its work folder."""

    index: Index
    work: Path


def examine_images(
    workspace: Workspace,
    entry: DeclaredProduct,
    release: Release | None,
    work: Path,
    wish: Wish,
    progress: Progress | None,
) -> Examined:
    """Open and check every image of `release`; each in a work folder of its own under `work`.

    Where there are several, each location names its image before the container. Where an image keeps
    something closed and the product file ties to it the image before encryption, that one is looked
    at, and its evidence counts for the one that ships.
    """
    images = release.images if release else ()
    examination = _Examination(workspace, entry, work, wish, progress)
    found: dict[Subject, Examined] = {}
    for name, image in zip(names_of(images), images, strict=True):
        looked_at = examination.of(image, name)
        subject = looked_at.subjects[0]
        if subject in found:  # the same bytes twice are one subject
            looked_at = Examined(views=looked_at.views)
        found.setdefault(subject, Examined())
        found[subject] = _together([found[subject], looked_at])
    return _together(list(found.values()))


def _together(parts: list[Examined]) -> Examined:
    return Examined(
        subjects=tuple(subject for part in parts for subject in part.subjects),
        evidence=tuple(evidence for part in parts for evidence in part.evidence),
        views=tuple(view for part in parts for view in part.views),
        components=tuple(component for part in parts for component in part.components),
        notes=tuple(note for part in parts for note in part.notes),
        absent=tuple(image for part in parts for image in part.absent),
    )


class _Examination:
    """One release's examination: what every image of it needs."""

    def __init__(
        self, workspace: Workspace, entry: DeclaredProduct, work: Path, wish: Wish, progress: Progress | None
    ) -> None:
        self._workspace, self._entry = workspace, entry
        self._work, self._wish, self._progress = work, wish, progress
        self._count = 0

    def of(self, image: Image, name: str | None) -> Examined:
        """What one image gives; `name` goes into its locations."""
        path = self._entry.folder / image.file
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
            self._workspace.root,
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

    def _opened(self, path: Path) -> _Opened:
        self._count += 1
        work = self._work / str(self._count)
        index = open_contained(path, work, self._progress, keys=self._wish.keys)
        place, root = path.absolute(), self._workspace.root.absolute()
        shown = place.relative_to(root).as_posix() if place.is_relative_to(root) else path.as_posix()
        index = msgspec.structs.replace(index, path=shown)
        if self._wish.lacking is not None:
            index = without(index, self._wish.lacking)
            write_index(index, work)
        return _Opened(index=index, work=work)

    def _plain_of(self, image: Image, shipped: _Opened) -> tuple[_Opened | None, tuple[Text, ...]]:
        """The image before encryption where it is to be looked at, and what is to be told of it."""
        if image.plain is None:
            return None, ()
        path = self._entry.folder / image.plain
        if not path.is_file():
            return None, (PLAIN_GONE.fill(plain=image.plain),)
        plain = self._opened(path)
        if needs_plain(shipped.index):
            return plain, ()
        example = difference(shipped.work, plain.work)
        if example is None:
            return None, ()
        return None, (PLAIN_OTHER.fill(plain=image.plain, shipped=image.file, example=example),)

    def _checked(self, opened: _Opened, counts_for: str | None = None) -> list[Evidence]:
        wish = self._wish
        return check_image(opened.index, opened.work, wish.at, wish.on, self._progress, counts_for=counts_for)

    def _absent(self, image: Image, why: Text) -> Examined:
        subject = Subject(kind="image", id=f"absent:{image.file}")
        occasion = Occasion(subject=subject, at=self._wish.at, on=self._wish.on, source=TOOL)
        told = why.fill(file=image.file)
        checks = [r.check for r in registry().checks if r.check.subject is SubjectKind.FIRMWARE]
        return Examined(
            subjects=(subject,),
            evidence=tuple(unseen(check, occasion, told) for check in checks),
            absent=(AbsentImage(file=image.file, why=told),),
        )


def without(index: Index, lacking: Text) -> Index:
    """The index of an image that was made without something: what is not there cannot be looked at."""
    gap = Gap(offset=index.bytes, bytes=0, why=lacking, serious=True)
    return msgspec.structs.replace(index, gaps=(*index.gaps, gap))
