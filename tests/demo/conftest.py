"""What the demo's tests use: the example, and its images without third-party libraries."""

from pathlib import Path

import pytest

from mamoru.demo import Prepared, camera, prepare
from mamoru.demo.example import example_folder
from mamoru.demo.wheels import NO_PIP, UNREACHABLE
from mamoru.verification.firmware.image import OpenedImage, load
from mamoru.verification.firmware.opening.inspecting import inspect_image
from mamoru.verification.firmware.opening.limits import Limits


@pytest.fixture(scope="session")
def example() -> Path:
    return example_folder()


@pytest.fixture(scope="session")
def images(example: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Both images as they are where nothing could be fetched, by version."""
    folder = tmp_path_factory.mktemp("images")
    made = {version: folder / f"netcam-{version}.bin" for version in ("1.0", "1.1")}
    for version, path in made.items():
        camera.build(example, version, (), path)
    return made


@pytest.fixture(scope="session")
def opened(images: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, OpenedImage]:
    """The same, opened by our own readers."""
    found = {}
    for version, path in images.items():
        work = tmp_path_factory.mktemp(f"opened-{version}")
        inspect_image(path, work, Limits())
        found[version] = load(work)
    return found


@pytest.fixture(scope="session")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    """The demo as it really is, its libraries fetched for this session; tests that use it are marked
    `network`."""
    folder = tmp_path_factory.mktemp("fetched")
    prepared = prepare(folder / "demo", cache=folder / "wheels")
    reasons = {image.why.en for image in prepared.images if image.why is not None}
    if any(UNREACHABLE.en in reason or NO_PIP.en in reason for reason in reasons):
        pytest.skip(f"the libraries cannot be fetched here: {reasons}")
    return prepared
