"""A workspace is found from any of its places, and no name in it leads out."""

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest

from mamoru.errors import InputError
from mamoru.product.document_files import documents
from mamoru.product.maker import Name
from mamoru.product.model import Product, Release
from mamoru.product.problems import ProductFileErrors
from mamoru.product.workspace import find_workspace, latest, release_of

DAY = date(2026, 11, 23)
MAKER = "id: mimamori\nname: {ja: みまもり}\npolicy: {document: docs/policy.md}\n"
PRODUCT = "id: nc-100\nname: {ja: みまもりカメラ}\n"


def workspace(root: Path, *, maker: str = MAKER, product: str = PRODUCT) -> Path:
    folder = root / "products" / "nc-100"
    folder.mkdir(parents=True)
    (root / "maker.yaml").write_text(maker, encoding="utf-8")
    (folder / "product.yaml").write_text(product, encoding="utf-8")
    return folder


@pytest.mark.parametrize("place", ["", "maker.yaml", "products/nc-100", "products/nc-100/product.yaml"])
def test_a_workspace_is_found_from_its_folder_a_product_or_a_file(tmp_path: Path, place):
    workspace(tmp_path)
    found = find_workspace(tmp_path / place)
    assert found.maker.id == "mimamori"
    assert found.root.resolve() == tmp_path.resolve()
    assert found.product().written.path == "products/nc-100/product.yaml"


def test_from_a_product_only_that_product_is_looked_at(tmp_path: Path):
    folder = workspace(tmp_path)
    other = tmp_path / "products" / "other"
    other.mkdir()
    (other / "product.yaml").write_text("id: broken", encoding="utf-8")
    assert [entry.product.id for entry in find_workspace(folder).products] == ["nc-100"]


def test_a_product_may_stand_beside_the_maker(tmp_path: Path):
    (tmp_path / "maker.yaml").write_text(MAKER, encoding="utf-8")
    (tmp_path / "product.yaml").write_text(PRODUCT, encoding="utf-8")
    assert find_workspace(tmp_path).product().folder == tmp_path


@pytest.mark.parametrize("missing", ["maker.yaml", "products/nc-100/product.yaml"])
def test_what_is_missing_is_named_with_the_command_that_makes_it(tmp_path: Path, missing):
    workspace(tmp_path)
    (tmp_path / missing).unlink()
    with pytest.raises(InputError) as caught:
        find_workspace(tmp_path)
    assert Path(missing).name in caught.value.message.ja
    assert "mamoru init" in caught.value.remedy.ja


def test_an_empty_folder_and_no_folder_are_input_errors(tmp_path: Path):
    for place in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(InputError):
            find_workspace(place)


def test_errors_of_all_files_are_told_together(tmp_path: Path):
    workspace(tmp_path, maker=MAKER + "x: 1\n", product=PRODUCT + "y: 1\n")
    with pytest.raises(ProductFileErrors) as caught:
        find_workspace(tmp_path)
    assert [problem.file for problem in caught.value.problems] == [
        "maker.yaml",
        "products/nc-100/product.yaml",
    ]


def test_two_products_with_one_id_are_an_error(tmp_path: Path):
    workspace(tmp_path)
    other = tmp_path / "products" / "other"
    other.mkdir()
    (other / "product.yaml").write_text(PRODUCT, encoding="utf-8")
    with pytest.raises(ProductFileErrors, match="is the same as in"):
        find_workspace(tmp_path)


def test_of_several_products_one_must_be_named(tmp_path: Path):
    workspace(tmp_path)
    other = tmp_path / "products" / "other"
    other.mkdir()
    (other / "product.yaml").write_text(PRODUCT.replace("nc-100", "other"), encoding="utf-8")
    found = find_workspace(tmp_path)
    assert found.product("other").folder.name == "other"
    with pytest.raises(InputError) as caught:
        found.product()
    assert "nc-100, other" in caught.value.remedy.en


def test_the_latest_release_is_the_last_by_date_then_by_order():
    def versions(*releases: tuple[str, date | None]) -> Product:
        made = tuple(Release(version=version, date=day) for version, day in releases)
        return Product(id="x", name=Name(), releases=made)

    assert latest(versions()) is None
    assert latest(versions(("1.1", DAY), ("1.0", date(2025, 1, 1)))).version == "1.1"
    assert latest(versions(("1.0", DAY), ("1.0a", DAY))).version == "1.0a"
    assert latest(versions(("1.0", DAY), ("2.0", None))).version == "1.0"
    assert latest(versions(("1.0", None), ("2.0", None))).version == "2.0"


def test_a_release_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(InputError) as caught:
        release_of(Product(id="x", name=Name(), releases=(Release(version="1.0"),)), "9")
    assert "1.0" in caught.value.remedy.en


RELEASES = """releases:
  - {version: "1.0", date: 2026-01-01, sbom: old.json}
  - {version: "1.1", date: 2026-02-01, sbom: sbom.json, images: [{file: images/a.bin}]}
information: {manual: "https://example.com/manual", disposal: disposal.md}
"""


def test_documents_that_are_there_are_named_by_their_digest(tmp_path: Path):
    folder = workspace(tmp_path, product=PRODUCT + RELEASES)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "policy.md").write_text("policy", encoding="utf-8")
    (folder / "sbom.json").write_bytes(b"{}")
    (folder / "old.json").write_bytes(b"{}")
    found = find_workspace(tmp_path)
    handed = documents(found, found.product(), on=DAY)
    assert handed.release is not None and handed.release.version == "1.1"
    assert list(handed.files) == ["docs/policy.md", "sbom.json"]
    assert handed.files["sbom.json"].sha256 == hashlib.sha256(b"{}").hexdigest()
    assert handed.exists("https://example.com/manual")
    assert not handed.exists("images/a.bin") and not handed.exists("disposal.md")
    assert list(documents(found, found.product(), on=DAY, release="1.0").files) == [
        "docs/policy.md",
        "old.json",
    ]


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_out_of_the_workspace_is_refused(tmp_path: Path):
    outside = tmp_path / "secret"
    outside.write_text("secret")
    folder = workspace(tmp_path / "ws", product=PRODUCT + "information: {manual: manual.md}\n")
    (folder / "manual.md").symlink_to(outside)
    found = find_workspace(tmp_path / "ws")
    with pytest.raises(ProductFileErrors, match="leads out of the workspace") as caught:
        documents(found, found.product(), on=DAY)
    assert caught.value.problems[0].line == 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_a_pipe_or_a_loop_of_links_is_not_a_document(tmp_path: Path):
    folder = workspace(tmp_path, product=PRODUCT + "information: {manual: pipe, disposal: loop}\n")
    os.mkfifo(folder / "pipe")
    (folder / "loop").symlink_to("loop")
    found = find_workspace(tmp_path)
    assert dict(documents(found, found.product(), on=DAY).files) == {}


def test_a_document_too_large_is_refused_unread(tmp_path: Path):
    folder = workspace(tmp_path, product=PRODUCT + "information: {manual: m.pdf}\n")
    with (folder / "m.pdf").open("wb") as file:
        file.truncate(201 << 20)
    found = find_workspace(tmp_path)
    with pytest.raises(ProductFileErrors, match="too large"):
        documents(found, found.product(), on=DAY)


def test_one_name_for_two_different_files_is_an_error(tmp_path: Path):
    folder = workspace(tmp_path, product=PRODUCT + "information: {manual: docs/policy.md}\n")
    for place in (tmp_path, folder):
        (place / "docs").mkdir()
        (place / "docs" / "policy.md").write_text(str(place))
    found = find_workspace(tmp_path)
    with pytest.raises(ProductFileErrors, match="names another file"):
        documents(found, found.product(), on=DAY)
