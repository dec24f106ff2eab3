import io
import shutil
import subprocess

import pytest

from mamoru.demo.pack import CpioWriter


def archive() -> bytes:
    out = io.BytesIO()
    writer = CpioWriter(out.write)
    writer.folder("/etc")
    writer.file("/etc/shadow", [b"ro", b"ot:*:\n"], size=8, mode=0o600)
    writer.link("/init", "sbin/init")
    writer.device("/console", mode=0o600, major=5, minor=1)
    writer.close()
    return out.getvalue()


@pytest.mark.skipif(shutil.which("cpio") is None, reason="cpio is not installed")
def test_cpio_itself_lists_what_was_written() -> None:
    listed = subprocess.run(["cpio", "-tv", "--quiet"], input=archive(), capture_output=True, check=True)
    lines = [line.split() for line in listed.stdout.decode().splitlines()]
    assert [(line[0], line[-1]) for line in lines] == [
        ("drwxr-xr-x", "etc"),
        ("-rw-------", "etc/shadow"),
        ("lrwxrwxrwx", "sbin/init"),
        ("crw-------", "console"),
    ]
    assert listed.stderr == b""


def test_every_header_stands_at_a_multiple_of_four() -> None:
    whole = archive()
    starts = [at for at in range(len(whole)) if whole.startswith(b"070701", at)]
    assert len(starts) == 5
    assert all(start % 4 == 0 for start in starts)


def test_contents_of_another_size_than_announced_are_refused() -> None:
    writer = CpioWriter(io.BytesIO().write)
    with pytest.raises(ValueError, match="3 bytes instead of 4"):
        writer.file("/a", [b"abc"], size=4, mode=0o644)
