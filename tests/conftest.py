"""What every test may use."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile(
    "calm",
    deadline=None,
    derandomize=bool(os.environ.get("CI")),
    max_examples=int(os.environ.get("MAMORU_EXAMPLES", "100")),
)
settings.load_profile("calm")
os.environ.setdefault("MAMORU_CACHE", "off")  # no test reads or writes what its user's own runs keep
if "MAMORU_DATA_DIR" not in os.environ:
    os.environ["MAMORU_DATA_DIR"] = tempfile.mkdtemp(prefix="mamoru-tests-")
    atexit.register(shutil.rmtree, os.environ["MAMORU_DATA_DIR"], ignore_errors=True)
_SHARED = Path(os.environ.get("MAMORU_SHARED", Path(__file__).parents[2] / "shared")) / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the repository; tests that use it are marked `shared`."""
    if not _SHARED.is_dir():
        pytest.skip("the shared data folder is not beside this checkout")
    return _SHARED


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` rewrites the files that hold what people read; review the difference."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compares a text with the file of that name in `golden/` beside the test, or rewrites the file."""
    folder = request.path.parent / "golden"

    def same(name: str, text: str) -> None:
        path = folder / name
        if request.config.getoption("--update-golden"):
            folder.mkdir(exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        assert text == path.read_text("utf-8"), f"{name} differs; --update-golden rewrites it"

    return same


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """pip finds nobody at the address that it is given."""
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX"):
        monkeypatch.delenv(name, raising=False)
