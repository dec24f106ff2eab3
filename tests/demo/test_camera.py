from pathlib import Path

import pytest

from mamoru.demo import camera
from mamoru.demo.description import description
from mamoru.verification.firmware.image import OpenedImage

VERSIONS = ("1.0", "1.1")


@pytest.mark.parametrize("version", VERSIONS)
def test_two_builds_are_the_same_bytes(
    version: str, example: Path, images: dict[str, Path], tmp_path: Path
) -> None:
    camera.build(example, version, (), tmp_path / "again.bin")
    assert (tmp_path / "again.bin").read_bytes() == images[version].read_bytes()


@pytest.mark.parametrize("version", VERSIONS)
def test_the_flash_holds_environment_system_and_settings(
    version: str, opened: dict[str, OpenedImage]
) -> None:
    index = opened[version].index
    outer = {part.format: part.offset for part in index.parts if part.parent is None}
    assert outer == {"u-boot-env": 0xC0000, "uimage": 0x100000, "jffs2": 0xF00000}
    assert index.gaps == ()
    assert [environment.checksum_good for environment in index.environments] == [True]
    assert len(opened[version].roots) == 1


@pytest.mark.parametrize("version", VERSIONS)
def test_modes_links_and_made_files_are_as_described(
    version: str, example: Path, opened: dict[str, OpenedImage]
) -> None:
    release = description(example).releases[version]
    (root,) = opened[version].roots
    stored = {entry.path: entry for entry in root}
    assert {path: f"{stored[path].mode:04o}" for path in release.modes} == release.modes
    assert {path: stored[path].target for path in release.links} == release.links
    assert all(root.read(stored[path]) == camera.made(what) for path, what in release.made.items())


def test_no_name_outside_the_image_is_left_behind(images: dict[str, Path]) -> None:
    left = [path.name for path in images["1.0"].parent.iterdir()]
    assert sorted(left) == ["netcam-1.0.bin", "netcam-1.1.bin"]


def test_each_image_is_16_mib(images: dict[str, Path]) -> None:
    assert {path.stat().st_size for path in images.values()} == {16 << 20}
