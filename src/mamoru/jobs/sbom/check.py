"""How good a bill of materials is: one that is handed in, or the one that an image gives."""

import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from mamoru.errors import InputError
from mamoru.jobs.vulns.match import GIVE, NO_LIST
from mamoru.product.bill import Bill, Quality, bill_of, is_bill, quality, read_bill
from mamoru.product.sbom.outermost import beginning
from mamoru.progress import Progress
from mamoru.verification.firmware.image import load
from mamoru.verification.firmware.looked import looked_of
from mamoru.verification.firmware.opening.contained import open_contained
from mamoru.verification.firmware.writing.cyclonedx import cyclonedx

_HEAD = 4096


def bill_quality(
    path: Path, *, at: datetime, asked: Iterable[str] | None = None, progress: Progress | None = None
) -> Quality:
    """The quality of the bill at `path`; of an image or a folder, that of the CycloneDX document which
    `firmware sbom` would write of it. Raises `InputError` where it is neither."""
    bill = read_bill(path) if path.is_file() and is_bill(_head(path)) else _of_image(path, at, progress)
    return quality(bill, path.as_posix(), asked)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return beginning(file, _HEAD)
    except OSError:
        return b"{"  # `read_bill` says why it cannot be read


def _of_image(path: Path, at: datetime, progress: Progress | None) -> Bill:
    with tempfile.TemporaryDirectory(prefix="mamoru-") as folder:
        index = open_contained(path, Path(folder), progress)
        if looked_of(index).nothing and not any(gap.serious for gap in index.gaps):
            raise InputError(NO_LIST.fill(path=path), GIVE)
        image = load(Path(folder))
        written = cyclonedx(image, made_at=at)
        image.close()
    return bill_of(written)
