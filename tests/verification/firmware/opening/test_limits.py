"""Bombs and limits: time, memory and disk stay bounded, and what was opened until then stays."""

import bz2
import gzip
import io
import lzma
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest

from material import firmware as made

MIB = 1 << 20
# VmHWM, not ru_maxrss: that one starts from what the tests themselves had used before the exec.
_OPEN = """
import re, resource, sys
from pathlib import Path
from mamoru.verification.firmware import Limits
from mamoru.verification.firmware.opening.opening import open_image
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[3]), int(sys.argv[3])))
index = open_image(Path(sys.argv[1]), Path(sys.argv[2]), Limits())
assert any(gap.serious for gap in index.gaps), index
print(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


@pytest.fixture(scope="module")
def ten_gigabytes() -> bytes:
    """A gzip stream of 10 GB of zeros: one piece of 64 MiB, flushed full and so repeatable."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    piece = packer.compress(bytes(64 * MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\0\0\0\0\0\0\3" + piece * 160 + b"\3\0" + bytes(8)


@pytest.mark.skipif(sys.platform != "linux", reason="a process's own peak is told by Linux only")
@pytest.mark.parametrize("wrap", ["alone", "in a tar", "in flash"])
def test_ten_gigabytes_of_nothing_are_a_gap_within_a_gigabyte(
    wrap: str, ten_gigabytes: bytes, tmp_path: Path
) -> None:
    tree = {"a": made.File(made.PASSWD), "b.gz": made.File(ten_gigabytes)}
    image = {
        "alone": lambda: ten_gigabytes,
        "in a tar": lambda: made.tar(tree),
        "in flash": lambda: made.flash((0x1000, ten_gigabytes), size=len(ten_gigabytes) + 0x10000),
    }[wrap]()
    (tmp_path / "bomb").write_bytes(image)
    arguments = [sys.executable, "-c", _OPEN, tmp_path / "bomb", tmp_path / "work", str(1 << 30)]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=100)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 200 * 1024
    assert sum(p.stat().st_size for p in (tmp_path / "work").iterdir()) < 1 << 30


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_bomb_leaves_room_for_its_neighbours(pack, opened) -> None:
    tree = {"bomb": made.File(pack(bytes(48 * MIB))), "root.tar": made.File(made.tar())}
    image = opened(made.tar(tree), ratio=1, allowance_bytes=16 * MIB)
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
    assert any("limit" in gap.why.en for gap in image.index.gaps if gap.serious)


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_bomb_in_flash_hides_nothing_that_lies_behind_it(pack, opened) -> None:
    bomb, behind = pack(bytes(48 * MIB)), made.uimage(gzip.compress(made.cpio(made.ROOT)))
    image = opened(made.flash((0x1000, bomb), (0x40000, behind)), output_bytes=64 * MIB)
    assert image.roots[0].text("/etc/passwd") == made.PASSWD.decode()
    assert any("limit" in gap.why.en for gap in image.index.gaps if gap.serious)


def test_a_zip_whose_members_all_point_to_one_bomb_is_stopped(opened) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0", bytes(8 * MIB))
    whole = out.getvalue()
    at = whole.index(b"PK\1\2")
    entry = whole[at : whole.index(b"PK\5\6")]
    many = whole[:at] + entry * 500
    end = bytearray(whole[whole.index(b"PK\5\6") :])
    end[8:12] = (500).to_bytes(2, "little") * 2
    end[12:16] = (len(entry) * 500).to_bytes(4, "little")
    image = opened(many + bytes(end), ratio=1, allowance_bytes=32 * MIB)
    assert any("limit" in gap.why.en for gap in image.index.gaps if gap.serious)


def test_a_nested_archive_without_end_stops_at_the_depth(opened) -> None:
    content = made.tar()
    for _ in range(20):
        content = gzip.compress(content)
    gaps = opened(content).index.gaps
    assert [gap.serious for gap in gaps] == [True]
    assert "12 levels" in gaps[0].why.en


def test_too_many_files_stop_the_tree_and_keep_what_is_there(opened) -> None:
    tree = made.ROOT | {f"etc/{n}": made.File(b"x") for n in range(100)}
    image = opened(made.cpio(tree), files=50)
    assert image.roots[0].entry("/etc/passwd")
    assert [gap.serious for gap in image.index.gaps] == [True]


def test_no_time_left_is_a_gap_and_no_error(opened) -> None:
    index = opened(made.flash((0x1000, made.squashfs())), seconds=-1.0).index
    assert index.bytes == 0x100000
    assert any("time" in gap.why.en for gap in index.gaps)


def test_a_path_of_a_megabyte_is_cut_and_recorded(opened) -> None:
    tree = opened(made.cpio({"d" * 60_000: made.File(b"x")})).trees[0]
    (entry,) = tree.files
    assert len(entry.path) <= 4097 and entry.hostile
