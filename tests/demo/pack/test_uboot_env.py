import shutil
import subprocess
from pathlib import Path

import pytest

from mamoru.demo.pack import environment


@pytest.mark.skipif(shutil.which("mkenvimage") is None, reason="mkenvimage is not installed")
def test_the_bytes_are_those_of_mkenvimage(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("bootdelay=3\nbootargs=console=ttyS0 root=/dev/ram0\n")
    subprocess.run(
        ["mkenvimage", "-s", "4096", "-p", "0", "-o", tmp_path / "env", tmp_path / "text"], check=True
    )
    ours = environment({"bootdelay": "3", "bootargs": "console=ttyS0 root=/dev/ram0"}, size=4096)
    assert ours == (tmp_path / "env").read_bytes()


def test_more_variables_than_the_partition_holds_are_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        environment({"a": "x" * 60}, size=64)
