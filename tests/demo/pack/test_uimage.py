import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

from mamoru.demo.pack import uimage_header

BODY = b"\x1f\x8b contents"


def image(name: str = "netcam-1.0") -> bytes:
    return uimage_header(name=name, size=len(BODY), crc=zlib.crc32(BODY), time=1_780_272_000) + BODY


@pytest.mark.skipif(shutil.which("mkimage") is None, reason="mkimage is not installed")
def test_mkimage_itself_accepts_the_header(tmp_path: Path) -> None:
    (tmp_path / "image").write_bytes(image())
    told = subprocess.run(
        ["mkimage", "-l", tmp_path / "image"], capture_output=True, text=True, check=True
    ).stdout
    assert "netcam-1.0" in told
    assert "AArch64 Linux RAMDisk Image (gzip compressed)" in told
    assert f"Data Size:    {len(BODY)} Bytes" in told


def test_a_long_name_is_cut_and_the_header_stays_64_bytes() -> None:
    assert len(image("n" * 50)) == 64 + len(BODY)
