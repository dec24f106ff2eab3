"""A finished file takes another's place, and waits for somebody who has that one open."""

from pathlib import Path

import pytest

from mamoru.document_store.swapping import swap
from mamoru.errors import LimitReached


class Held(PermissionError):
    """What Windows raises while a virus scanner has the file open."""

    winerror = 32


class Finished(type(Path())):  # type: ignore[misc] # a path whose first renames meet somebody else
    held_for = 2

    def replace(self, target: Path) -> Path:
        """Rename it once nobody holds the target."""
        type(self).held_for -= 1
        if type(self).held_for >= 0:
            raise Held(13, "held")
        return Path(str(self)).replace(target)


def test_a_file_that_is_held_for_a_moment_is_replaced_when_it_is_free(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"new")
    (tmp_path / "b").write_bytes(b"old")
    Finished.held_for = 2

    swap(Finished(tmp_path / "a"), tmp_path / "b")

    assert (tmp_path / "b").read_bytes() == b"new"


def test_a_file_that_stays_held_is_told_by_name_and_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"new")
    Finished.held_for = 10**6

    with pytest.raises(LimitReached, match="b cannot be replaced"):
        swap(Finished(tmp_path / "a"), tmp_path / "b", patience_s=0.1)

    assert (tmp_path / "a").read_bytes() == b"new"


def test_a_place_that_may_not_be_written_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        swap(tmp_path / "gone", tmp_path / "b")
