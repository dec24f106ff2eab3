"""An SBOM for each release."""

import msgspec

from mamoru.operation.checks import sbom_kept as check
from mamoru.product import Documents
from mamoru.product.documents import Listing
from material.documents import bare, digest, documents, heard

SBOM = "sbom/1.0.cdx.json"


def whose_sbom(listing: Listing) -> Documents:
    """The good documents, with an SBOM of which this was seen."""
    good = documents()
    seen = msgspec.structs.replace(good.files[SBOM], listing=listing)
    return msgspec.structs.replace(good, files={**good.files, SBOM: seen})


def test_a_file_that_is_no_list_of_parts_is_only_declared() -> None:
    said = heard(check, whose_sbom(Listing.UNKNOWN))
    assert said.grades == {"sbom-kept": "declared"}
    assert "cannot be read as a list of parts" in said.shown[0].proof.en
    assert not said.findings


def test_a_list_that_names_no_part_is_a_finding() -> None:
    said = heard(check, whose_sbom(Listing.NOTHING))
    assert said.fields == ["releases[0].sbom"]
    assert said.evidence.refutes == ("sbom-kept",)
    assert not said.shown


def test_a_list_of_parts_that_is_there_is_attested_by_its_digest() -> None:
    said = heard(check, documents())
    assert said.grades == {"sbom-kept": "attested"}
    assert digest("sbom/1.0.cdx.json")[:12] in said.shown[0].proof.en


def test_a_file_that_is_named_and_not_there_is_a_finding() -> None:
    said = heard(check, documents(absent=("sbom/1.0.cdx.json",)))
    assert said.fields == ["releases[0].sbom"]
    assert said.evidence.refutes == ("sbom-kept",)
    assert not said.shown


def test_an_empty_file_is_a_finding() -> None:
    said = heard(check, documents(empty=("sbom/1.0.cdx.json",)))
    assert said.fields == ["releases[0].sbom"]
    assert said.evidence.refutes == ("sbom-kept",)
    assert not said.shown


def test_an_address_is_declared_because_it_is_not_fetched() -> None:
    said = heard(check, documents(releases__0__sbom="https://kodama.example/1.0.json"))
    assert said.grades == {"sbom-kept": "declared"}


def test_a_release_without_an_sbom_is_missing() -> None:
    said = heard(check, documents(releases__0__sbom=None))
    assert said.lacking == {"sbom-kept"}
    assert not said.shown
    assert not said.findings


def test_no_release_is_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"sbom-kept"}
    assert not said.shown
    assert not said.findings
