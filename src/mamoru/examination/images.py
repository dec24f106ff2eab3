"""Examine the images of a release: one result for all of them."""

from pathlib import Path

import msgspec

from mamoru.assessment.report.model import ImageView
from mamoru.evidence import Evidence, Subject, SubjectKind
from mamoru.evidence.fold import Occasion, unseen
from mamoru.evidence.registry import registry
from mamoru.examination.firmware import TOOL, check_image
from mamoru.examination.inventory import keep_inventory
from mamoru.examination.opening import Progress, open_contained
from mamoru.examination.view import image_view
from mamoru.examination.wish import Wish
from mamoru.language import Text
from mamoru.product import Release
from mamoru.product.workspace import DeclaredProduct, Workspace
from mamoru.verification.firmware.image import Gap, Index
from mamoru.verification.firmware.opening import write_index

GONE = Text("イメージがありません: {file}", "The image is not there: {file}")
OTHER = Text(
    "イメージのSHA-256が product.yaml と違います: {file}",
    "The image's SHA-256 is not the one in product.yaml: {file}",
)


class Examined(msgspec.Struct, frozen=True, kw_only=True):
    """What the images of a release gave. An image that is absent, or another than the product file
    says, is a subject of its own of which nothing is known."""

    subjects: tuple[Subject, ...]
    evidence: tuple[Evidence, ...]
    views: tuple[ImageView, ...]


def examine_images(
    workspace: Workspace,
    entry: DeclaredProduct,
    release: Release | None,
    work: Path,
    wish: Wish,
    progress: Progress | None,
) -> Examined:
    """Open and check every image of `release`; each in a work folder of its own under `work`."""
    subjects: list[Subject] = []
    evidence: list[Evidence] = []
    views: list[ImageView] = []
    for number, image in enumerate(release.images if release else ()):
        path = entry.folder / image.file
        why = GONE if not path.is_file() else None
        index = open_contained(path, work / str(number), progress) if why is None else None
        if index is not None and image.sha256 not in (None, index.sha256):
            why = OTHER
        if why is not None or index is None:
            subject = Subject(kind="image", id=f"absent:{image.file}")
            evidence += _unseen(Occasion(subject=subject, at=wish.at, on=wish.on, source=TOOL), (why or GONE).fill(file=image.file))
        else:
            index = msgspec.structs.replace(index, path=_shown_path(workspace, path))
            if wish.lacking is not None:
                index = without(index, wish.lacking)
                write_index(index, work / str(number))
            subject = Subject(kind="image", id=index.sha256)
            evidence += check_image(index, work / str(number), wish.at, wish.on, progress)
            views.append(image_view(index))
            keep_inventory(workspace.root, index)
        subjects.append(subject)
    return Examined(subjects=tuple(subjects), evidence=tuple(evidence), views=tuple(views))


def without(index: Index, lacking: Text) -> Index:
    """The index of an image that was made without something: what is not there cannot be looked at."""
    gap = Gap(offset=index.bytes, bytes=0, why=lacking, serious=True)
    return msgspec.structs.replace(index, gaps=(*index.gaps, gap))


def _shown_path(workspace: Workspace, path: Path) -> str:
    return path.resolve().relative_to(workspace.root.resolve()).as_posix()


def _unseen(occasion: Occasion, why: Text) -> list[Evidence]:
    return [
        unseen(entry.check, occasion, why)
        for entry in registry().checks
        if entry.check.subject is SubjectKind.FIRMWARE
    ]


