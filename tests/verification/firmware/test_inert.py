"""What an image lacks says something of a device only where something in the image can run."""

import io
import json
import tarfile
from pathlib import Path

import pytest

from material.command import mamoru

ELF = Path("/bin/true").read_bytes() if Path("/bin/true").exists() else b""
PAGES = {"etc/passwd": b"root:x:0:0::/:/bin/sh\n", "www/index.html": b"<p>hello</p>"}


def packed(place: Path, files: dict[str, bytes]) -> Path:
    with tarfile.open(place, "w") as tar:
        for name, body in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(body)
            tar.addfile(entry, io.BytesIO(body))
    return place


def told(image: Path) -> tuple[int, str]:
    ended = mamoru("firmware", "check", image, "--format", "json")
    return ended.returncode, json.dumps(json.loads(ended.stdout), ensure_ascii=False)


@pytest.mark.skipif(not ELF.startswith(b"\x7fELF"), reason="no program of ELF here")
def test_where_nothing_can_run_nothing_is_proved_absent(tmp_path: Path) -> None:
    status, said = told(packed(tmp_path / "pages.tar", PAGES))
    assert (status, "Nothing in it can run" in said) == (3, True)

    _, said = told(packed(tmp_path / "device.tar", {**PAGES, "bin/tool": ELF}))
    assert "Nothing in it can run" not in said


def test_no_requirement_holds_on_an_image_in_which_nothing_runs(tmp_path: Path) -> None:
    image = packed(tmp_path / "pages.tar", PAGES)
    mamoru("init", tmp_path / "ws", "--from", image, "--communicates", "yes")

    found = json.loads(mamoru("check", tmp_path / "ws", "--format", "json").stdout)

    measured = [
        (item["check"], item["outcome"])
        for path in (tmp_path / "ws" / ".mamoru" / "evidence").glob("*.json")
        for item in json.loads(path.read_text("utf-8"))["evidence"]
        if item["subject"]["kind"] == "image"
    ]
    assert found
    assert measured
    assert [check for check, outcome in measured if outcome == "holds"] == []
