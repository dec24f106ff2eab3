"""A format that no reader of ours knows is opened by an outside unblob where one is installed."""

import os
import shutil
import struct
import sys
from pathlib import Path

import pytest

from mamoru.verification.firmware.image import EntryKind
from mamoru.verification.firmware.opening.outside import LEAST_BYTES

CONTENT = b"BusyBox v1.36.1 (x) multi-call binary.\0" + bytes(range(256)) * 300


def cabinet(name: str = "bin/busybox", content: bytes = CONTENT) -> bytes:
    """A CAB archive of one stored file. Source: Microsoft Cabinet Format, CFHEADER to CFDATA."""
    blocks = [content[at : at + 32768] for at in range(0, len(content), 32768)]
    data = b"".join(struct.pack("<IHH", 0, len(block), len(block)) + block for block in blocks)
    entry = struct.pack("<IIHHHH", len(content), 0, 0, 0x5A21, 0x6000, 0x20) + name.encode() + b"\0"
    start = 36 + 8 + len(entry)
    folder = struct.pack("<IHH", start, len(blocks), 0)
    head = struct.pack("<4sIIIIIBBHHHHH", b"MSCF", 0, start + len(data), 0, 44, 0, 3, 1, 1, 1, 0, 0, 0)
    return head + folder + entry + data


def program(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An `unblob` that does what `script` says with the folder `out`, as the real one is called."""
    path = folder / "unblob"
    head = f"#!{sys.executable}\nimport os, sys, time\nout = sys.argv[sys.argv.index('-e') + 1] + '/part_extract'\n"
    path.write_text(head + "os.makedirs(out)\n" + script, "utf-8")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no unblob on Windows")


@pytest.mark.skipif(not (shutil.which("unblob") and shutil.which("7z")), reason="no unblob or no 7z")
def test_what_unblob_unpacks_is_walked_and_named(opened):
    image = opened(cabinet())

    (tree,) = image.trees
    entry = tree.entry("/bin/busybox")
    assert entry is not None
    assert tree.read(entry) == CONTENT
    assert not [gap for gap in image.index.gaps if gap.serious]


def test_without_it_the_bytes_are_a_gap_as_before(opened, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    image = opened(cabinet())
    assert image.trees == ()
    assert image.index.gaps


def test_links_out_and_special_files_are_recorded_never_followed(opened, monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("host", "utf-8")
    script = (
        f"os.symlink({str(tmp_path / 'secret')!r}, out + '/link'); os.mkfifo(out + '/pipe')\n"
        "open(out + '/file', 'w').write('inside')\n"
    )
    program(tmp_path, script, monkeypatch)

    (tree,) = opened(cabinet()).trees
    assert {entry.path: entry.kind for entry in tree if entry.path != "/"} == {
        "/link": EntryKind.LINK,
        "/file": EntryKind.FILE,
    }
    assert tree.resolve("/link") is None


def test_what_it_does_not_know_either_stays_a_gap(opened, monkeypatch, tmp_path):
    script = "open(out + '/0-4096.unknown', 'w').write('x'); open(out + '/a', 'w').write('inside')\n"
    program(tmp_path, script, monkeypatch)

    image = opened(cabinet())
    assert [(gap.offset, gap.bytes) for gap in image.index.gaps if gap.container == "unblob"] == [(0, 4096)]


def test_one_that_writes_without_end_is_stopped(opened, monkeypatch, tmp_path):
    script = (
        "f = open(out + '/bomb', 'wb')\nwhile True: f.write(bytes(1 << 20)); f.flush(); time.sleep(0.001)\n"
    )
    program(tmp_path, script, monkeypatch)

    image = opened(cabinet(), output_bytes=8 << 20)
    assert [gap for gap in image.index.gaps if gap.serious]


@pytest.mark.parametrize("script", ["sys.exit(1)", "os.kill(os.getpid(), 9)", "pass"])
def test_one_that_fails_or_finds_nothing_changes_nothing(opened, monkeypatch, tmp_path, script):
    plain = opened(cabinet()) if not shutil.which("unblob") else None
    program(tmp_path, script + "\n", monkeypatch)

    image = opened(cabinet())
    assert image.trees == ()
    assert plain is None or image.index.gaps == plain.index.gaps


def test_small_leftovers_are_not_worth_a_call(opened, monkeypatch, tmp_path):
    program(tmp_path, "open(out + '/a', 'w').write('inside')\n", monkeypatch)

    assert opened(cabinet(content=bytes(range(1, 256)) * 9)).trees == ()
    assert LEAST_BYTES > 9 * 255
