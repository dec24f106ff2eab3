"""`mamoru evidence` on a workspace as a person has it: what is said, how it ends, and who may read it."""

import os
import stat
from pathlib import Path

import pytest

from material.command import mamoru


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace made by `init`, checked twice."""
    place = tmp_path / "my-company"
    assert (
        mamoru("init", place, "--product-id", "x-1", "--maker-name", "Kodama", "--lead", "鈴木 一").returncode
        == 0
    )
    for _ in range(2):
        assert mamoru("check", place).returncode in (1, 3)
    return place


def newest(workspace: Path) -> Path:
    return max((workspace / ".mamoru" / "evidence").glob("*.json"), key=lambda path: path.stat().st_mtime_ns)


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_nothing_that_mamoru_writes_into_a_workspace_is_open_to_the_world(workspace: Path) -> None:
    scope = ("--state", "not-affected", "--justification", "vulnerable_code_not_present")
    decided = mamoru(
        "vulns",
        "decide",
        "CVE-2022-0778",
        workspace,
        *scope,
        "--reason",
        "証明書を読まない",
        "--by",
        "鈴木 一",
    )
    assert decided.returncode == 0, decided.stderr
    mamoru("evidence", "seal", workspace)
    open_ = [path for path in (workspace, *workspace.rglob("*")) if stat.S_IMODE(path.stat().st_mode) & 0o007]
    assert open_ == []


def test_git_is_told_what_stays_out_and_that_line_ends_are_kept(workspace: Path) -> None:
    assert "/lock" in (workspace / ".mamoru" / ".gitignore").read_text().splitlines()
    assert "* -text" in (workspace / ".mamoru" / ".gitattributes").read_text().splitlines()


def test_the_newest_run_deleted_is_told_with_what_to_do_until_somebody_acknowledges_it(
    workspace: Path,
) -> None:
    whole = mamoru("evidence", "verify", workspace)
    newest(workspace).unlink()

    missed = mamoru("evidence", "verify", workspace)
    bare = mamoru("evidence", "acknowledge", workspace, "--by", " ", "--reason", "x")
    other = mamoru("evidence", "acknowledge", workspace, "no-such-file", "--by", "Sato", "--reason", "x")
    known = mamoru("evidence", "acknowledge", workspace, "--by", "Sato", "--reason", "disk died")
    after = mamoru("evidence", "verify", workspace)

    assert (whole.returncode, missed.returncode, known.returncode, after.returncode) == (0, 1, 0, 0)
    assert (bare.returncode, other.returncode) == (2, 2)
    assert "git checkout COMMIT -- .mamoru/FILE" in missed.stdout.decode()
    assert "mamoru evidence acknowledge" in missed.stdout.decode()
    assert "acknowledged by Sato" in after.stdout.decode()
    assert "disk died" in after.stdout.decode()


def test_a_second_loss_after_an_acknowledged_one_is_told(workspace: Path) -> None:
    newest(workspace).unlink()
    mamoru("evidence", "acknowledge", workspace, "--by", "Sato", "--reason", "disk died")
    newest(workspace).unlink()
    assert mamoru("evidence", "verify", workspace).returncode == 1


def test_a_workspace_without_a_record_is_not_called_whole(tmp_path: Path) -> None:
    mamoru("init", tmp_path / "x", "--product-id", "x-1")
    told = mamoru("evidence", "verify", tmp_path / "x")
    assert told.returncode == 3
    assert "There is no evidence yet" in told.stdout.decode()


def test_a_record_of_an_older_mamoru_is_counted_from_the_next_one_on(workspace: Path) -> None:
    folder = workspace / ".mamoru"
    for path in [*(folder / "heads").iterdir(), *(folder / "evidence").iterdir()]:
        path.unlink()
    old = folder / "decisions"
    old.mkdir()
    body = b'{"schema": "mamoru/decision/1"}'
    from mamoru.document_store.immutable_folder import ImmutableFolder
    from material.histories import AT

    name = ImmutableFolder(old, most_bytes=1000).keep(body, at=AT)
    before = mamoru("evidence", "verify", workspace)
    mamoru("check", workspace)
    counted = mamoru("evidence", "verify", workspace)
    (old / name).unlink()
    gone = mamoru("evidence", "verify", workspace)

    assert (before.returncode, counted.returncode, gone.returncode) == (0, 0, 1)
    assert "not counted yet" in before.stdout.decode()
    assert "Not counted before" in counted.stdout.decode()
