"""What a hurried or hostile hand gives the command: an answer in one line, and nothing left behind."""

import json
import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from material.command import mamoru

posix = pytest.mark.skipif(os.name == "nt", reason="pipes, devices and links of POSIX")
PRODUCT = Path("products/nc-100/product.yaml")


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace as `init` leaves it."""
    folder = tmp_path_factory.mktemp("fresh") / "workspace"
    assert mamoru("init", folder, "--product-name", "Camera", "--product-id", "nc-100").returncode == 0
    return folder


@pytest.fixture
def workspace(fresh: Path, tmp_path: Path) -> Path:
    """A copy of it to break."""
    return Path(shutil.copytree(fresh, tmp_path / "workspace"))


def refused(*arguments: object, cwd: Path | None = None) -> str:
    """The one line with which the command refuses `arguments`."""
    result = mamoru(*arguments, cwd=cwd)
    told = result.stderr.decode()
    assert result.returncode == 2, result.stdout.decode()
    assert len(told.splitlines()) == 1, told
    assert "Unexpected" not in told
    return told


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def loop_instead(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def device_instead(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def outside_instead(path: Path) -> None:
    outside = path.resolve().parents[3] / "outside.yaml"
    path.rename(outside)
    path.symlink_to(outside)


@posix
@pytest.mark.parametrize("name", ["maker.yaml", PRODUCT])
@pytest.mark.parametrize("broken", [folder_instead, loop_instead, device_instead])
def test_a_file_of_the_workspace_that_is_no_file_is_named(
    name: str | Path, broken: Callable[[Path], None], workspace: Path
) -> None:
    broken(workspace / name)

    assert Path(name).name in refused("check", workspace)


@posix
def test_a_broken_product_beside_a_good_one_is_named_not_passed_over(workspace: Path) -> None:
    shutil.copytree(workspace / "products/nc-100", workspace / "products/nc-200")
    loop_instead(workspace / "products/nc-200/product.yaml")

    assert "nc-200" in refused("check", workspace)


@posix
def test_a_product_file_that_is_a_link_out_of_the_workspace_is_refused(workspace: Path) -> None:
    outside_instead(workspace / PRODUCT)

    assert "out of the workspace" in refused("check", workspace)


@posix
@pytest.mark.parametrize(
    "command", [("check",), ("firmware", "check"), ("firmware", "sbom"), ("init", "new", "--from")]
)
def test_what_has_no_bytes_of_its_own_is_no_image(command: tuple[str, ...], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(os.path.relpath(tmp_path / "socket"))

        for path in (tmp_path / "pipe", tmp_path / "socket", Path("/dev/zero")):
            assert path.name in refused(*command, path, cwd=tmp_path)

    assert not (tmp_path / "new").exists()


def test_init_from_a_folder_says_that_it_wants_an_image_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "root" / "etc").mkdir(parents=True)

    assert "root" in refused("init", tmp_path / "new", "--from", tmp_path / "root")
    assert not (tmp_path / "new").exists()


@posix
def test_a_name_that_is_not_text_is_refused_in_one_line(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.bin")
    Path(path).write_bytes(b"x" * 1000)

    assert "\\xff" in refused("check", path) or "\\udcff" in refused("check", path)


def test_an_evidence_folder_that_is_a_file_is_never_called_whole(workspace: Path) -> None:
    (workspace / ".mamoru/evidence").write_bytes(b"")

    result = mamoru("evidence", "verify", workspace)

    assert result.returncode in (1, 2)
    assert b"whole" not in result.stdout


def test_two_checks_at_the_same_time_leave_both_runs_and_a_whole_report(workspace: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor() as pool:
        statuses = list(pool.map(lambda _: mamoru("check", workspace).returncode, range(4)))

    assert statuses == [1, 1, 1, 1]
    assert len(list((workspace / ".mamoru/evidence").glob("*.json"))) >= 1
    assert json.loads((workspace / "report/check.json").read_bytes())
    assert mamoru("evidence", "verify", workspace).returncode == 0
    assert list(workspace.rglob(".*tmp*")) == []


def test_init_refuses_a_standard_that_check_does_not_know(tmp_path: Path) -> None:
    assert "bogus" in refused("init", tmp_path / "new", "--standards", "guide,bogus")
    assert not (tmp_path / "new").exists()
    assert mamoru("init", tmp_path / "known", "--standards", "guide,cra").returncode == 0
