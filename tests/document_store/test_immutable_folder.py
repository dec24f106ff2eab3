"""A folder of immutable files: whole or not at all, and what does not fit its name does not count."""

from datetime import UTC, datetime
from pathlib import Path

from mamoru.document_store.immutable_folder import DAMAGED, NO_FOLDER, ImmutableFolder
from mamoru.language import Text

AT = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


def folder(path: Path, *bodies: bytes, most_bytes: int = 100) -> ImmutableFolder:
    found = ImmutableFolder(path, most_bytes=most_bytes)
    for n, body in enumerate(bodies):
        found.keep(body, at=AT.replace(second=n))
    return found


def test_files_come_back_in_the_order_of_their_moments(tmp_path: Path) -> None:
    found = folder(tmp_path / "new", b"b", b"a", b"c")

    assert [found.body(name) for name in found.names()] == [b"b", b"a", b"c"]
    assert found.strays() == []


def test_the_same_content_at_the_same_moment_is_one_file(tmp_path: Path) -> None:
    found = folder(tmp_path, b"a")

    assert found.keep(b"a", at=AT) in found.names()[0]
    assert len(found.names()) == 1


def test_what_was_changed_or_is_too_large_is_said_and_not_given(tmp_path: Path) -> None:
    found = folder(tmp_path, b"a", b"x" * 200)
    first, large = found.names()
    (tmp_path / first).write_bytes(b"b")

    assert found.body(first) == DAMAGED
    assert isinstance(found.body(large), Text)
    assert isinstance(found.body("20261128T090000Z-" + "0" * 32 + ".json"), Text)


def test_what_is_no_finished_file_is_named(tmp_path: Path) -> None:
    found = folder(tmp_path, b"a")
    (tmp_path / ".tmp-1").write_bytes(b"")
    (tmp_path / "mine.json").write_bytes(b"")
    (tmp_path / "README").write_bytes(b"")

    assert [(fault.file, fault.harmless) for fault in found.strays()] == [
        (".tmp-1", True),
        ("mine.json", False),
    ]


def test_a_file_in_the_folders_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"")

    assert [fault.what for fault in folder(tmp_path / "x").strays()] == [NO_FOLDER]
