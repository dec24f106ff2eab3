"""The formats' own packers, where this machine has them."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from material.firmware import ROOT, File


def packer(name: str) -> str:
    """The path of a packer; the test is skipped where it is not installed."""
    found = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(
    *arguments: str | Path, folder: Path | None = None, given: bytes | None = None, fine: Sequence[int] = (0,)
) -> bytes:
    """Run a packer to its end, which is good with one of the exit statuses `fine`; what it prints."""
    done = subprocess.run(
        [str(a) for a in arguments], cwd=folder, input=given, capture_output=True, check=False
    )
    assert done.returncode in fine, done.stderr.decode("utf-8", "replace")
    return done.stdout


def on_disk(top: Path, tree: Mapping[str, File] = ROOT) -> Path:
    """The tree as a real folder, without its device nodes (they need root)."""
    top.mkdir(parents=True)
    for name, file in tree.items():
        path = top / name
        match file.mode >> 12:
            case 4:
                path.mkdir(parents=True, exist_ok=True)
            case 10:
                path.symlink_to(file.content.decode())
            case 8:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(file.content)
                path.chmod(file.mode & 0o7777)
    return top
