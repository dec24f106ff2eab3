"""The locks: hashes only, no addresses, the small one inside the big one, and no licence that binds."""

import re
from importlib import metadata
from pathlib import Path

import pytest

PINNED = re.compile(r"^([a-z0-9-]+)==(\S+)(?: ; (.*?))? \\$", re.MULTILINE)
COPYLEFT = re.compile(r"\b(A?L?GPL|GNU (Affero |Lesser |Library )?General Public)", re.IGNORECASE)


def pins(lock: Path) -> dict[str, str]:
    """Each distribution of a lock and its version."""
    return {name: version for name, version, _ in PINNED.findall(lock.read_text())}


@pytest.fixture
def run_lock(repository: Path) -> Path:
    """The lock of `make run`."""
    return repository / "requirements" / "run.lock"


@pytest.fixture
def locks(repository: Path) -> list[Path]:
    """All of them, with those of `make mutants` and `make fuzz`."""
    return sorted((repository / "requirements").glob("*.lock"))


@pytest.fixture
def dev_lock(repository: Path) -> Path:
    """The lock of `make test`."""
    return repository / "requirements" / "dev.lock"


def test_the_locks_name_no_address(locks: list[Path]) -> None:
    assert {lock.stem for lock in locks} == {"run", "dev", "mutants", "fuzz"}
    for lock in locks:
        assert re.findall(r"://|--index|--extra|--find-links|file:|@ ", lock.read_text()) == []


def test_every_pin_has_a_hash(locks: list[Path]) -> None:
    for lock in locks:
        parts = re.split(r"(?m)^(?=[a-z0-9-]+==)", lock.read_text())[1:]
        assert [part.split()[0] for part in parts if "--hash=sha256:" not in part] == []
        assert len(parts) == len(pins(lock))


def test_one_environment_serves_both_commands_in_either_order(run_lock: Path, dev_lock: Path) -> None:
    assert pins(run_lock).items() <= pins(dev_lock).items()


def test_this_project_can_be_installed_from_either_lock_without_fetching(
    run_lock: Path, dev_lock: Path
) -> None:
    for lock in (run_lock, dev_lock):
        assert {"hatchling", "editables"} <= set(pins(lock))


def test_the_core_is_free_of_licences_that_bind_its_user(run_lock: Path) -> None:
    bound = {}
    for name in pins(run_lock):
        try:
            told = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue  # for another system or another Python
        licences = [told.get("License-Expression") or "", *(told.get_all("Classifier") or [])]
        licences += [(told.get("License") or "").split("\n")[0]]
        found = [licence for licence in licences if COPYLEFT.search(licence)]
        if found:
            bound[name] = found
    assert bound == {}


@pytest.mark.parametrize(
    ("licence", "binds"),
    [
        ("GPL-2.0-only", True),
        ("LGPL-3.0-or-later", True),
        ("License :: OSI Approved :: GNU Affero General Public License v3", True),
        ("Apache-2.0", False),
        ("BSD-3-Clause", False),
    ],
)
def test_a_binding_licence_is_recognised(licence: str, binds: bool) -> None:
    assert bool(COPYLEFT.search(licence)) is binds
