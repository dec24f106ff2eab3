import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from mamoru.demo.pack import as_nodes, jffs2
from mamoru.verification.firmware.image import load
from mamoru.verification.firmware.opening.inspecting import inspect_image
from mamoru.verification.firmware.opening.limits import Limits

FILES = {
    "/netcam/wifi.conf": (0o600, b"ssid=x\n"),
    "/netcam/log/messages": (0o640, b"an event\n" * 30_000),
    "/noise": (0o644, b"".join(sha256(b"%d" % n).digest() for n in range(2500))),
    "/empty": (0o644, b""),
}


def image(size: int = 0x80000) -> bytes:
    return jffs2(as_nodes(FILES), size=size, time=1_780_272_000)


def test_our_reader_gives_back_what_was_written(tmp_path: Path) -> None:
    (tmp_path / "image").write_bytes(image())
    inspect_image(tmp_path / "image", tmp_path / "work", Limits())
    tree = load(tmp_path / "work").trees[0]
    assert {e.path: (e.mode, tree.read(e)) for e in tree.files} == FILES


@pytest.mark.skipif(shutil.which("jffs2dump") is None, reason="jffs2dump is not installed")
def test_jffs2dump_itself_finds_no_fault(tmp_path: Path) -> None:
    (tmp_path / "image").write_bytes(image())
    told = subprocess.run(["jffs2dump", "-c", tmp_path / "image"], capture_output=True, text=True, check=True)
    said = (told.stdout + told.stderr).lower()
    assert "wrong" not in said
    assert "name messages" in said
    assert "nsize        8" in said


def test_no_node_crosses_an_erase_block() -> None:
    whole = image()
    for start in range(0, len(whole), 0x10000):
        assert whole[start : start + 4] == b"\x85\x19\x03\x20"


def test_more_than_the_partition_holds_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        image(size=0x10000)
