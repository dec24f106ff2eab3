"""The picture of the flash: what lies where, to scale, with room for a label on each stretch."""

from collections.abc import Sequence

import msgspec

from mamoru.assessment.report.model import ImageView, Region
from mamoru.assessment.report.plain_text import cut, plain, size

SCALED = 260  # units of height shared out by size, beyond what each label needs
LABEL = 38  # least height of a stretch with a name of two lines
EMPTY = 20  # least height of an empty stretch
MOST = 40  # more stretches than this is a list, not a picture
NAME_CELLS = 22


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """One region with its place in the picture; `middle` is where its label stands."""

    region: Region
    name: str
    offset: str
    size: str
    y: float
    height: float

    @property
    def middle(self) -> float:
        """The height at which its label stands."""
        return self.y + self.height / 2


class Flash(msgspec.Struct, frozen=True, kw_only=True):
    """The whole picture; `left_out` counts the stretches that it has no room for."""

    stretches: tuple[Stretch, ...]
    height: float
    end: str
    left_out: int


def flash(image: ImageView) -> Flash | None:
    """The picture of `image`; None where there is nothing to draw (a folder, a single part)."""
    if len(image.regions) < 2:
        return None
    every = _with_padding(image)
    regions = every[:MOST]
    total = max(1, sum(region.bytes for region in regions))
    stretches = _stacked(regions, total)
    last = stretches[-1]
    return Flash(
        stretches=stretches,
        height=last.y + last.height,
        end=f"{last.region.offset + last.region.bytes:#010x}",
        left_out=len(every) - len(regions),
    )


def _with_padding(image: ImageView) -> list[Region]:
    """The regions with the erased bytes between them: what is neither a part nor unopened is padding
    (the engine accounts for every byte). A few bytes that only align the next part are not drawn."""
    least = max(4096, image.bytes // 500)
    regions: list[Region] = []
    end = 0
    for region in sorted(image.regions, key=lambda r: r.offset):
        if region.offset - end >= least:
            regions.append(_padding(end, region.offset))
        regions.append(region)
        end = max(end, region.offset + region.bytes)
    if image.bytes - end >= least:
        regions.append(_padding(end, image.bytes))
    return regions


def _padding(start: int, end: int) -> Region:
    return Region(name="padding", format="", offset=start, bytes=end - start, padding=True)


def _stacked(regions: Sequence[Region], total: int) -> tuple[Stretch, ...]:
    """The regions one below the other."""
    stretches, y = [], 0.0
    for region in regions:
        height = round((EMPTY if region.padding else LABEL) + SCALED * region.bytes / total, 1)
        stretches.append(
            Stretch(
                region=region,
                name=cut(plain(region.name), NAME_CELLS),
                offset=f"{region.offset:#010x}",
                size=size(region.bytes),
                y=y,
                height=height,
            )
        )
        y = round(y + height, 1)
    return tuple(stretches)
