"""Whether a file that is named as an SBOM is a list of parts at all."""

import io
import json
import zipfile
from pathlib import Path

import pytest

from mamoru.product.document_files import documents
from mamoru.product.documents import Listing
from mamoru.product.sbom.reading import listing_in
from mamoru.product.workspace import find_workspace
from material.documents import ON

PART = {"type": "library", "name": "openssl", "version": "1.1.1k"}


def bill(*parts: dict[str, str]) -> bytes:
    return json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": parts}).encode()


def packed(content: bytes) -> bytes:
    """The content as the one file of a zip."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("bom.json", content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("bom.json", bill(PART)),
        ("bom.zip", packed(bill(PART))),
        (
            "bom.spdx",
            b"SPDXVersion: SPDX-2.3\nPackageName: openssl\nSPDXID: SPDXRef-1\nPackageVersion: 3.0\n",
        ),
    ],
)
def test_a_list_of_parts_is_known_by_the_first_part_that_it_names(name: str, data: bytes) -> None:
    assert listing_in(data, name) is Listing.PARTS


@pytest.mark.parametrize("data", [bill(), packed(bill())])
def test_a_list_of_nothing_is_told_apart(data: bytes) -> None:
    assert listing_in(data, "bom.json") is Listing.NOTHING


@pytest.mark.parametrize(
    "data",
    [
        b"shopping list: milk, eggs, two apples",
        b"%PDF-1.7 a scan of the bill",
        b'{"bomFormat": "CycloneDX", "components": [',
        b"PK\x03\x04 cut off",
        b"\0" * 64,
    ],
)
def test_what_is_no_list_or_a_broken_one_is_not_known(data: bytes) -> None:
    assert listing_in(data, "bom.json") is Listing.UNKNOWN


def test_the_sbom_of_a_release_is_looked_into_where_its_documents_are_gathered(tmp_path: Path) -> None:
    (tmp_path / "maker.yaml").write_text("id: m\nname: {en: M}\n", "utf-8")
    (tmp_path / "product.yaml").write_text(
        "id: p\nname: {en: P}\nreleases: [{version: '1', sbom: bom.json}]\n", "utf-8"
    )
    (tmp_path / "bom.json").write_bytes(bill(PART))
    workspace = find_workspace(tmp_path)

    listed = documents(workspace, workspace.product(None), on=ON)
    (tmp_path / "bom.json").write_bytes(b"to do")
    unlisted = documents(workspace, workspace.product(None), on=ON)

    assert listed.files["bom.json"].listing is Listing.PARTS
    assert unlisted.files["bom.json"].listing is Listing.UNKNOWN
