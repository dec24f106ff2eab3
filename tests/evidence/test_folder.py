"""The evidence folder loses nothing: not to a kill, not to a merge, and not in silence to an edit."""

import hashlib
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mamoru.document_store.places import EVIDENCE, OWN
from mamoru.evidence import Evidence
from mamoru.evidence.folder import SCHEMA, EvidenceFolder, Run
from material.assessments import AT, CLAIMS, evidence, shown


def kept(folder: Path, *claims: str) -> EvidenceFolder:
    """A folder with one run a claim, an hour apart, in the order of `CLAIMS`."""
    made = EvidenceFolder(folder / EVIDENCE)
    for claim in claims:
        keep(made, claim)
    return made


def keep(folder: EvidenceFolder, claim: str) -> str:
    """Keep one run that shows `claim`; gives the name of its file."""
    hour = timedelta(hours=CLAIMS.index(claim))
    digest = folder.keep([evidence(shows=shown(claim))], at=AT + hour, tool="test")
    return next(name for name in folder.names() if digest in name)


def claims(folder: EvidenceFolder) -> list[str]:
    """The claims that its evidence shows."""
    return [s.claim for e in folder.evidence() for s in e.shows]


def merged(target: Path, *folders: EvidenceFolder) -> EvidenceFolder:
    """The union of folders: files copied together."""
    for folder in folders:
        shutil.copytree(folder.root / OWN, target / OWN, dirs_exist_ok=True)
    return EvidenceFolder(target / EVIDENCE)


def test_a_folder_that_is_not_there_is_empty_and_whole(tmp_path: Path) -> None:
    folder = EvidenceFolder(tmp_path / "none" / EVIDENCE)
    assert (folder.names(), folder.evidence(), folder.faults()) == ([], [], [])


def test_what_was_kept_comes_back_oldest_first(tmp_path: Path) -> None:
    folder = kept(tmp_path, "c1", "c0")
    assert claims(folder) == ["c0", "c1"]
    assert folder.faults() == []


def test_a_run_names_the_runs_that_its_writer_knew(tmp_path: Path) -> None:
    first, second = kept(tmp_path, "c0", "c1").runs()
    assert first.chain is not None
    assert second.chain is not None
    assert (first.chain.after, second.chain.number) == (None, 2)
    assert second.chain.after is not None


def test_a_kept_file_is_never_written_again(tmp_path: Path) -> None:
    folder = kept(tmp_path, "c0")
    before = (tmp_path / EVIDENCE / folder.names()[0]).read_bytes()
    keep(folder, "c1")
    assert (tmp_path / EVIDENCE / folder.names()[0]).read_bytes() == before


@pytest.mark.parametrize("runs", [1, 2, 5])
def test_a_writer_killed_at_any_moment_leaves_whole_runs_and_at_most_one_unfinished_file(
    tmp_path: Path, runs: int
) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-m", "material.keeper", str(tmp_path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
    )
    assert writer.stdout is not None
    for _ in range(runs):
        assert writer.stdout.readline()
    writer.kill()
    writer.communicate()
    folder = EvidenceFolder(tmp_path / EVIDENCE)
    faults = folder.faults()
    assert len(list(folder.runs())) == len(folder.names()) >= runs
    assert len(faults) <= 1
    assert all(fault.harmless for fault in faults)


@settings(max_examples=40)
@given(st.integers(min_value=0))
def test_a_temporary_file_cut_at_any_byte_is_harmless_and_named(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    folder = kept(tmp_path_factory.mktemp("evidence"), "c0", "c1")
    place = folder.folder
    body = (place / folder.names()[1]).read_bytes()
    (place / ".tmp-0123456789abcdef").write_bytes(body[: cut % len(body)])
    assert claims(folder) == ["c0", "c1"]
    assert [(fault.file, fault.harmless) for fault in folder.faults()] == [(".tmp-0123456789abcdef", True)]


@settings(max_examples=60)
@given(st.data())
def test_a_run_changed_at_any_byte_is_named_and_does_not_count(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = kept(tmp_path_factory.mktemp("evidence"), "c0", "c1")
    name = folder.names()[0]
    body = bytearray((folder.folder / name).read_bytes())
    place = data.draw(st.integers(0, len(body) - 1))
    body[place] ^= data.draw(st.integers(1, 255))
    (folder.folder / name).write_bytes(bytes(body) if data.draw(st.booleans()) else bytes(body[:place]))
    assert claims(folder) == ["c1"]
    assert [fault.file for fault in folder.faults() if not fault.harmless] == [name]


def test_a_run_that_vanished_is_missed_by_those_that_knew_it(tmp_path: Path) -> None:
    folder = kept(tmp_path, "c0", "c1")
    gone, by = folder.names()
    (tmp_path / EVIDENCE / gone).unlink()
    fault = folder.faults()[0]
    assert fault.file in gone
    assert by in fault.what.en


def test_a_run_edited_and_renamed_to_fit_is_missed_under_its_old_name(tmp_path: Path) -> None:
    folder = kept(tmp_path, "c0", "c1")
    old = folder.names()[0]
    run = next(folder.runs())
    (tmp_path / EVIDENCE / old).unlink()
    EvidenceFolder(tmp_path / "elsewhere" / EVIDENCE).keep(
        [evidence(shows=shown("c4"))], at=run.at, tool="test"
    )
    forged = next((tmp_path / "elsewhere" / EVIDENCE).glob("*.json"))
    forged.rename(tmp_path / EVIDENCE / forged.name)
    assert old.removesuffix(".json").endswith(next(f.file for f in folder.faults() if f.file in old))
    assert claims(folder) == ["c1"]


def test_two_peoples_folders_merge_by_union_in_any_order(tmp_path: Path) -> None:
    common = kept(tmp_path / "common", "c0")
    ours, theirs = merged(tmp_path / "ours", common), merged(tmp_path / "theirs", common)
    keep(ours, "c1")
    keep(theirs, "c2")
    one, other = merged(tmp_path / "1", ours, theirs), merged(tmp_path / "2", theirs, ours)
    assert claims(one) == claims(other) == ["c0", "c1", "c2"]
    assert one.faults() == other.faults() == []


def test_a_run_after_a_merge_knows_both_sides(tmp_path: Path) -> None:
    both_sides = merged(tmp_path / "m", kept(tmp_path / "a", "c0"), kept(tmp_path / "b", "c1"))
    keep(both_sides, "c2")
    assert [len(run.chain.knew) for run in both_sides.runs() if run.chain] == [0, 0, 2]


def test_a_file_that_is_no_evidence_is_named(tmp_path: Path) -> None:
    folder = kept(tmp_path, "c0")
    (tmp_path / EVIDENCE / "notes.json").write_text("{}")
    (tmp_path / EVIDENCE / "README.md").write_text("what this folder is")
    assert [fault.file for fault in folder.faults()] == ["notes.json"]


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe", b'{"schema": ' + b"[" * 200_000, b"[]", b'{"schema": "mamoru/evidence/2"}'],
    ids=["empty", "not UTF-8", "nested to death", "a list", "less than a run"],
)
def test_a_foreign_file_under_a_fitting_name_is_named_and_breaks_nothing(tmp_path: Path, body: bytes) -> None:
    folder = kept(tmp_path, "c0")
    name = planted(tmp_path / EVIDENCE, body)
    assert [fault.file for fault in folder.faults()] == [name]
    assert claims(folder) == ["c0"]


def test_a_run_of_a_later_schema_is_named_rather_than_guessed_at(tmp_path: Path) -> None:
    run = Run(schema=f"{SCHEMA}9", at=AT, tool="test", evidence=(evidence(shows=shown("c0")),))
    name = planted(tmp_path / EVIDENCE, msgspec.json.encode(run))
    folder = EvidenceFolder(tmp_path / EVIDENCE)
    assert [(fault.file, f"{SCHEMA}9" in fault.what.en) for fault in folder.faults()] == [(name, True)]
    assert claims(folder) == []


def planted(folder: Path, body: bytes) -> str:
    """Put `body` under a name whose digest fits; gives the name."""
    name = f"20261123T093000Z-{hashlib.sha256(body).hexdigest()[:32]}.json"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(body)
    return name


def test_evidence_comes_back_as_it_was(tmp_path: Path) -> None:
    said: list[Evidence] = [evidence(shows=shown("c0"), missing=("c1",)), evidence("X-2", undecided=("c2",))]
    folder = EvidenceFolder(tmp_path / EVIDENCE)
    folder.keep(said, at=AT, tool="test")
    assert folder.evidence() == said
