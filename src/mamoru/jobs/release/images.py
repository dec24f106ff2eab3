"""The images of a release as its papers name them."""

from collections.abc import Sequence

import msgspec

from mamoru.product import Documents


class PlannedImage(msgspec.Struct, frozen=True, kw_only=True):
    """An image of the release that is to be tested; no `sha256` where it is not there, or is another than
    the product file says."""

    file: str
    sha256: str | None


def images_of(papers: Documents) -> tuple[PlannedImage, ...]:
    """The images of the release, each with its digest where it is the one that the file means."""
    found = []
    for image in papers.release.images if papers.release else ():
        there = papers.files.get(image.file)
        sha256 = there.sha256 if there and image.sha256 in (None, there.sha256) else None
        found.append(PlannedImage(file=image.file, sha256=sha256))
    return tuple(found)


def digests_of(images: Sequence[PlannedImage]) -> tuple[str, ...]:
    """The SHA-256 of each image that is there, once."""
    return tuple(dict.fromkeys(image.sha256 for image in images if image.sha256))
