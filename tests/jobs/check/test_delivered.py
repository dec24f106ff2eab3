"""A release that is out keeps its images: others in their place, or in two releases the same, are told."""

import io
import tarfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from mamoru.jobs import Wish, examine
from material.command import mamoru

PRODUCT = """id: nc-100
name: {ja: カメラ, en: Camera}
releases:
  - {version: "1.0", date: 2026-10-01, images: [{file: one.tar}]}
"""


@pytest.fixture
def product(tmp_path: Path) -> Path:
    """A product with one release that is out, checked once."""
    folder = tmp_path / "products" / "nc-100"
    folder.mkdir(parents=True)
    (tmp_path / "maker.yaml").write_text("id: m\nname: {ja: 会社, en: Maker}\n", "utf-8")
    packed(folder / "one.tar", b"root:x:0:0::/:/bin/sh\n")
    (folder / "product.yaml").write_text(PRODUCT, "utf-8")
    checked(tmp_path)
    return folder


def packed(place: Path, passwd: bytes) -> None:
    with tarfile.open(place, "w") as tar:
        entry = tarfile.TarInfo("etc/passwd")
        entry.size = len(passwd)
        tar.addfile(entry, io.BytesIO(passwd))


def checked(root: Path, *, on: date = date(2026, 11, 28)) -> list[str]:
    """What is told of the images of the releases."""
    reports = examine(root, Wish(on=on, at=datetime(on.year, on.month, on.day, 9, tzinfo=UTC)))
    return [each.title.en for report in reports for each in report.findings if each.check == "IMAGE-002"]


def test_another_image_in_the_place_of_one_that_is_out_is_told(product: Path) -> None:
    root = product.parents[1]
    assert checked(root) == []
    packed(product / "one.tar", b"toor:x:0:0::/:/bin/sh\n")
    assert checked(root) == ["The images of release 1.0, which is out, are others than those seen first"]
    assert checked(root, on=date(2027, 11, 28)) != []
    packed(product / "one.tar", b"root:x:0:0::/:/bin/sh\n")
    assert checked(root) == []


def test_a_release_that_is_delivered_anew_has_a_new_day(product: Path) -> None:
    root = product.parents[1]
    packed(product / "one.tar", b"toor:x:0:0::/:/bin/sh\n")
    (product / "product.yaml").write_text(PRODUCT.replace("2026-10-01", "2026-11-20"), "utf-8")
    assert checked(root) == []


def test_what_is_not_out_yet_may_change_every_day(product: Path) -> None:
    root = product.parents[1]
    (product / "product.yaml").write_text(PRODUCT.replace("2026-10-01", "2026-12-24"), "utf-8")
    checked(root)
    packed(product / "one.tar", b"toor:x:0:0::/:/bin/sh\n")
    assert checked(root) == []


def test_two_releases_with_the_same_image_are_told(product: Path) -> None:
    root = product.parents[1]
    more = '  - {version: "1.1", date: 2026-11-01, images: [{file: two.tar}]}\n'
    packed(product / "two.tar", b"toor:x:0:0::/:/bin/sh\n")
    (product / "product.yaml").write_text(PRODUCT + more, "utf-8")
    assert checked(root) == []

    (product / "product.yaml").write_text(PRODUCT + more.replace("two.tar", "one.tar").replace("11-01", "11-02"), "utf-8")  # fmt: skip
    assert "Releases 1.1 and 1.0 have the same images" in checked(root)


def test_what_was_kept_of_the_images_is_in_the_chain(product: Path) -> None:
    root = product.parents[1]
    assert mamoru("evidence", "verify", root).returncode == 0
    told = mamoru("explain", "IMAGE-002", root, lang="en")
    assert (told.returncode, b"images" in told.stdout) == (0, True)
