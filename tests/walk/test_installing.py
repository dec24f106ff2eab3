"""What the documents say on installing, from a fresh clone; it fetches packages (`make long`)."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from walk.test_documents import NOW_AND_THEN

REPOSITORY = Path(__file__).parents[2]
PIP = "fresh/bin/pip --disable-pip-version-check"
TYPED = {  # pipx is a pip in a place of its own; what needs the machine's owner is tried and not done
    "make run": "make run",
    "make test": "make --dry-run test",
    "make data": "make --dry-run data",
    "make lint": "make --dry-run lint",
    "pipx install .": f"{PIP} install . && fresh/bin/mamoru --version",
    "pipx inject mamoru apprise": f"{PIP} install apprise",
    "pip install '.[notify]'": f"{PIP} install '.[notify]' && fresh/bin/python -c 'import apprise'",
    "apt install git make python3-venv": "apt-get install --simulate git make python3-venv",
}

pytestmark = [pytest.mark.long, pytest.mark.network, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone of what is committed, with a Python of its own beside it."""
    if not (REPOSITORY / ".git").exists():
        pytest.skip("these files are no git checkout")
    place = tmp_path_factory.mktemp("clone") / "mamoru"
    subprocess.run(["git", "clone", "-q", str(REPOSITORY), str(place)], check=True)
    subprocess.run([sys.executable, "-m", "venv", str(place / "fresh")], check=True)
    return place


@pytest.mark.parametrize("line", sorted(NOW_AND_THEN))
def test_what_installs_works_from_a_fresh_clone(line: str, clone: Path) -> None:
    if (
        shutil.which(TYPED[line].split()[0], path=f"{clone}:{os.environ['PATH']}") is None
        and "fresh" not in TYPED[line]
    ):
        pytest.skip(f"this machine has no {TYPED[line].split()[0]}")

    ended = subprocess.run(
        ["bash", "-c", TYPED[line]], cwd=clone, capture_output=True, text=True, check=False
    )

    assert ended.returncode == 0, ended.stdout[-2000:] + ended.stderr[-2000:]
