"""Attachments are kept whole, by digest, inside the workspace; what is no plain file is refused."""

import hashlib
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mamoru.errors import InputError
from mamoru.evidence import ByHand, Evidence, Outcome, Subject
from mamoru.evidence.attachments import MOST_BYTES, MOST_FILES, Attachments


@pytest.fixture
def store(tmp_path: Path) -> Attachments:
    (tmp_path / "workspace").mkdir()
    return Attachments(tmp_path / "workspace")


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    path = tmp_path / "photograph.jpg"
    path.write_bytes(b"\xff\xd8 board")
    return path


def names(store: Attachments) -> list[str]:
    return sorted(path.name for path in store.folder.iterdir()) if store.folder.is_dir() else []


def test_a_file_is_kept_by_its_digest(store: Attachments, photograph: Path) -> None:
    (kept,) = store.keep([photograph])

    digest = hashlib.sha256(photograph.read_bytes()).hexdigest()
    assert (kept.name, kept.sha256, kept.bytes) == ("photograph.jpg", digest, 8)
    assert store.place(kept).read_bytes() == photograph.read_bytes()
    assert names(store) == [digest]


def test_the_same_bytes_twice_are_one_file(store: Attachments, photograph: Path) -> None:
    assert store.keep([photograph]) == store.keep([photograph])
    assert len(names(store)) == 1


def test_a_kept_file_that_was_damaged_is_made_whole_again(store: Attachments, photograph: Path) -> None:
    (kept,) = store.keep([photograph])
    store.place(kept).write_bytes(b"other")

    store.keep([photograph])

    assert store.place(kept).read_bytes() == photograph.read_bytes()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in folders and no plain links")
@pytest.mark.parametrize("kind", ["missing", "folder", "link", "link to a folder", "link to nothing", "pipe"])
def test_what_is_no_plain_file_is_refused_and_leaves_nothing(
    kind: str, store: Attachments, photograph: Path, tmp_path: Path
) -> None:
    path = tmp_path / "given"
    make = {
        "missing": lambda: None,
        "folder": path.mkdir,
        "link": lambda: path.symlink_to(photograph),
        "link to a folder": lambda: path.symlink_to(tmp_path),
        "link to nothing": lambda: path.symlink_to(tmp_path / "nowhere"),
        "pipe": lambda: os.mkfifo(path),
    }
    make[kind]()

    with pytest.raises(InputError):
        store.keep([path])

    assert names(store) == []


def test_a_file_that_is_too_large_is_refused_and_leaves_nothing(store: Attachments, tmp_path: Path) -> None:
    path = tmp_path / "huge.bin"
    with path.open("wb") as stream:
        stream.truncate(MOST_BYTES + 1)  # sparse

    with pytest.raises(InputError, match="too large"):
        store.keep([path])

    assert names(store) == []


def test_too_many_files_are_refused(store: Attachments, photograph: Path) -> None:
    with pytest.raises(InputError, match="Too many"):
        store.keep([photograph] * (MOST_FILES + 1))


def test_a_folder_that_leads_out_of_the_workspace_is_refused(
    store: Attachments, photograph: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (store.workspace / ".mamoru").mkdir()
    store.folder.symlink_to(tmp_path / "elsewhere")

    with pytest.raises(InputError, match="leads out"):
        store.keep([photograph])

    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_name_that_would_disturb_a_terminal_is_made_plain(store: Attachments, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[31mb\n.txt"
    path.write_text("x", encoding="utf-8")

    (kept,) = store.keep([path])

    assert kept.name.isprintable()


def test_what_is_missing_or_edited_is_told(store: Attachments, photograph: Path, tmp_path: Path) -> None:
    other = tmp_path / "log.txt"
    other.write_text("log", encoding="utf-8")
    kept = store.keep([photograph, other])
    day = date(2026, 11, 20)
    evidence = Evidence(
        check="TC-DEL-01", version=1, subject=Subject(kind="release", id="x@1"), outcome=Outcome.PASS,
        at=datetime(2026, 11, 20, tzinfo=UTC), on=day, by_hand=ByHand(by="高橋", attachments=kept),
    )  # fmt: skip
    assert list(store.faults([evidence])) == []

    store.place(kept[0]).unlink()
    store.place(kept[1]).write_text("another", encoding="utf-8")

    assert [fault.what.en for fault in store.faults([evidence])] == [
        "the attachment “photograph.jpg” of TC-DEL-01 is not there",
        "the attachment “log.txt” of TC-DEL-01 is damaged or edited",
    ]
