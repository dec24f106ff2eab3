"""What every test may use."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("calm", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("calm")
_SHARED = Path(os.environ.get("MAMORU_SHARED", Path(__file__).parents[2] / "shared")) / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real data beside the repository; tests that use it are marked `shared`."""
    if not _SHARED.is_dir():
        pytest.skip("the shared data folder is not beside this checkout")
    return _SHARED
