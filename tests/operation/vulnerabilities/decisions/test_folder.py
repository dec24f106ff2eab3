"""The folder of decisions: one file each, never rewritten, merged by copying."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mamoru.operation.vulnerabilities.decisions import DECISIONS, Decision, DecisionFolder, Scope

AT = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


def decision(id: str = "CVE-2022-0778", **fields: object) -> Decision:
    return Decision(
        scope=Scope(vulnerability=id, component="openssl", versions="< 1.1.1n", releases=("1.0",)),
        **{"state": "fixed", "reason": "直した", "by": "鈴木 一", "on": date(2026, 11, 28), **fields},  # type: ignore[arg-type]
    )


def kept(folder: Path, *decisions: Decision) -> DecisionFolder:
    found = DecisionFolder(folder / DECISIONS)
    for each in decisions:
        found.keep(each, at=AT, tool="0.1.0")
    return found


def test_a_decision_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    whole = decision(until=date(2027, 3, 31), action="1.1に更新する", source="vex: x.json")

    folder = kept(tmp_path, whole)

    assert folder.decisions() == (whole,)
    assert [(each.at, each.tool) for each in folder.kept()] == [(AT, "0.1.0")]
    assert folder.faults() == []


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert (
        DecisionFolder(tmp_path / "x" / DECISIONS).decisions(),
        DecisionFolder(tmp_path / "x" / DECISIONS).faults(),
    ) == ((), [])


def test_two_folders_merge_by_copying(tmp_path: Path) -> None:
    mine = kept(tmp_path / "mine", decision("CVE-1"), decision("CVE-2"))
    kept(tmp_path / "yours", decision("CVE-2"), decision("CVE-3"))

    shutil.copytree(tmp_path / "yours", tmp_path / "mine", dirs_exist_ok=True)

    assert sorted(each.scope.vulnerability for each in mine.decisions()) == [
        "CVE-1",
        "CVE-2",
        "CVE-2",
        "CVE-3",
    ]
    assert mine.faults() == []


def test_a_file_that_was_edited_does_not_count_and_is_named(tmp_path: Path) -> None:
    folder = kept(tmp_path, decision("CVE-1"), decision("CVE-2"))
    edited = next(file for file in sorted((tmp_path / DECISIONS).iterdir()) if b"CVE-1" in file.read_bytes())
    edited.write_bytes(edited.read_bytes().replace(b"fixed", b"open"))

    assert [each.scope.vulnerability for each in folder.decisions()] == ["CVE-2"]
    assert [fault.file for fault in folder.faults()] == [edited.name]


@pytest.mark.parametrize("name", [".tmp-0123", "notes.json"])
def test_what_is_left_over_is_named(tmp_path: Path, name: str) -> None:
    folder = kept(tmp_path, decision())
    (tmp_path / DECISIONS / name).write_text("{")

    assert [fault.file for fault in folder.faults()] == [name]
    assert len(folder.decisions()) == 1
