"""An image of the release at hand, opened into a work folder of its own."""

from pathlib import Path

import msgspec

from mamoru.jobs.release.at_hand import AtHand
from mamoru.language import Text
from mamoru.progress import Progress
from mamoru.verification.firmware.image import Gap, Index
from mamoru.verification.firmware.opening.contained import open_contained
from mamoru.verification.firmware.opening.opening import write_index


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """An image as it was opened into its work folder."""

    index: Index
    work: Path


def opened(hand: AtHand, path: Path, work: Path, progress: Progress | None) -> Opened:
    """The image at `path` opened into `work`; its path is told from the workspace where it lies there."""
    index = open_contained(path, work, progress, keys=hand.wish.keys)
    place, root = path.absolute(), hand.root.absolute()
    shown = place.relative_to(root).as_posix() if place.is_relative_to(root) else path.as_posix()
    index = msgspec.structs.replace(index, path=shown)
    if hand.wish.lacking is not None:
        index = without(index, hand.wish.lacking)
        write_index(index, work)
    return Opened(index=index, work=work)


def without(index: Index, lacking: Text) -> Index:
    """The index of an image that was made without something: what is not there cannot be looked at."""
    gap = Gap(offset=index.bytes, bytes=0, why=lacking, serious=True)
    return msgspec.structs.replace(index, gaps=(*index.gaps, gap))
