"""A microcontroller's image has no root file system: what can be told is told, nothing passes silently."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from material import microcontrollers as chips

WHILE_MENDED = "2024-01-31"  # the last day of the programs' Zephyr is no matter here


def mamoru(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command as a user would, in its own process."""
    return subprocess.run(
        [sys.executable, "-m", "mamoru", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"MAMORU_LANG": "en", "PYTHONUTF8": "1"},
        timeout=100,
        check=False,
    )


def test_a_bare_metal_image_is_inconclusive_and_its_code_is_no_serious_gap(tmp_path: Path) -> None:
    path = tmp_path / "firmware.hex"
    path.write_bytes(chips.hex_file())
    result = mamoru("firmware", "check", path, "--format", "json", "--on", WHILE_MENDED)
    told = json.loads(result.stdout)
    assert result.returncode == 3
    assert told["findings"] == []
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("image", "check"),
    [(chips.esp_flash, "FW-BOOT-003"), (chips.mcuboot, "FW-UPD-005")],
    ids=["ESP32", "MCUboot"],
)
def test_a_bare_metal_image_without_a_signature_is_told(image, check: str, tmp_path: Path) -> None:
    path = tmp_path / "firmware.bin"
    path.write_bytes(image())
    result = mamoru("firmware", "check", path, "--format", "json", "--on", WHILE_MENDED)
    assert result.returncode == 1
    assert {finding["check"] for finding in json.loads(result.stdout)["findings"]} == {check}


def test_the_components_of_a_bare_metal_image_are_named_with_their_versions(tmp_path: Path) -> None:
    path = tmp_path / "flash.bin"
    path.write_bytes(chips.esp_flash())
    result = mamoru("firmware", "sbom", path)
    named = {(part["name"], part["version"]) for part in json.loads(result.stdout)["components"]}
    assert {("esp-idf", "5.1.2"), ("esp-idf", "5.2.1"), ("zephyr", "3.5.0")} <= named
