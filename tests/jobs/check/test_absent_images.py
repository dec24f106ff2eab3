"""With the image gone, the first thing to do is to bring it, not to mend what nobody saw."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mamoru.jobs import Wish, examine
from mamoru.jobs.check.absent_images import BRING
from material import firmware as make

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
PRODUCT = """\
id: nc-100
name: {en: Camera}
releases:
  - {version: "1.0", date: 2026-01-01, images: [{file: a.bin}, {file: b.bin}]}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A product of two images, both there."""
    product = tmp_path / "products" / "nc-100"
    product.mkdir(parents=True)
    (tmp_path / "maker.yaml").write_text("id: m\nname: {en: M}\n", encoding="utf-8")
    (product / "product.yaml").write_text(PRODUCT, encoding="utf-8")
    weak = make.ROOT | {"etc/passwd": make.File(b"root:x:0:0::/:/bin/sh\nfriend:x:0:0::/:/bin/sh\n")}
    for name, tree in (("a.bin", weak), ("b.bin", make.ROOT)):
        (product / name).write_bytes(make.squashfs(tree))
    return tmp_path


def first_titles(workspace: Path) -> list[str]:
    """The titles of the next actions, the first one first."""
    (report,) = examine(workspace, Wish(on=DAY, at=NOW))
    return [action.title.en for action in report.assessment.next_actions]


def test_with_the_image_gone_bringing_it_comes_first(workspace: Path) -> None:
    assert not any("what is in the image" in title for title in first_titles(workspace))
    (workspace / "products/nc-100/a.bin").unlink()
    first, *rest = first_titles(workspace)
    assert "a.bin" in first
    assert rest
    assert not any("a.bin" in title or "b.bin" in title for title in rest)


def test_each_image_that_is_gone_is_one_action_before_all_others(workspace: Path) -> None:
    for name in ("a.bin", "b.bin"):
        (workspace / "products/nc-100" / name).unlink()
    (report,) = examine(workspace, Wish(on=DAY, at=NOW))
    one, two, *rest = report.assessment.next_actions
    assert {one.what, two.what} == {BRING}
    assert {"a.bin", "b.bin"} == {name for name in ("a.bin", "b.bin") if name in one.title.en + two.title.en}
    assert all(action.what != BRING for action in rest)


def test_an_image_that_is_there_and_cannot_be_read_is_not_to_be_brought(workspace: Path) -> None:
    (workspace / "products/nc-100/a.bin").write_bytes(bytes(range(256)) * 64)
    (report,) = examine(workspace, Wish(on=DAY, at=NOW))
    assert all(action.what != BRING for action in report.assessment.next_actions)
