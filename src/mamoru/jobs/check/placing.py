"""Where something lies when a release has several images: the image's name before the container."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import TypeVar

import msgspec

from mamoru.evidence import Evidence, Location
from mamoru.product import Component
from mamoru.product.model import Image

S = TypeVar("S", bound=msgspec.Struct)


def names_of(images: Sequence[Image]) -> tuple[str | None, ...]:
    """What locations call each image: its name, else its file's; none where there is only one."""
    if len(images) < 2:
        return tuple(None for _ in images)
    wanted = [image.name or PurePosixPath(image.file).stem for image in images]
    return tuple(
        name if wanted.count(name) == 1 else image.file for name, image in zip(wanted, images, strict=True)
    )


def evidence_in(image: str | None, evidence: Sequence[Evidence]) -> list[Evidence]:
    """`evidence` with the image's name in each of its locations."""
    if image is None:
        return list(evidence)
    return [
        msgspec.structs.replace(
            item,
            findings=tuple(_placed(image, finding) for finding in item.findings),
            shows=tuple(_placed(image, shown) for shown in item.shows),
            missing=tuple(_placed(image, missing) for missing in item.missing),
        )
        for item in evidence
    ]


def components_in(image: str | None, components: Sequence[Component]) -> tuple[Component, ...]:
    """`components` with the image's name in each of their places."""
    if image is None:
        return tuple(components)
    return tuple(
        msgspec.structs.replace(
            component,
            occurrences=tuple(
                msgspec.structs.replace(place, container=_within(image, place.container))
                for place in component.occurrences
            ),
        )
        for component in components
    )


def _placed(image: str, said: S) -> S:
    location: Location | None = getattr(said, "location", None)
    if location is None:
        return said
    return msgspec.structs.replace(
        said, location=msgspec.structs.replace(location, container=_within(image, location.container))
    )


def _within(image: str, container: str | None) -> str:
    return image if container is None else f"{image}: {container}"
