"""Images opened from bytes or paths."""

from collections.abc import Callable
from pathlib import Path

import pytest

from mamoru.verification.firmware import Limits, OpenedImage, load
from mamoru.verification.firmware.opening.opening import open_image

Open = Callable[..., OpenedImage]


@pytest.fixture
def opened(tmp_path: Path) -> Open:
    """Opens bytes (as a file of their own) or a path, and loads what came of it."""
    count = iter(range(1_000_000))

    def opening(image: bytes | Path, **limits: float) -> OpenedImage:
        number = next(count)
        if isinstance(image, bytes):
            path = tmp_path / f"image{number}.bin"
            path.write_bytes(image)
        else:
            path = image
        work = tmp_path / f"work{number}"
        open_image(path, work, Limits(**limits))
        return load(work)

    return opening
