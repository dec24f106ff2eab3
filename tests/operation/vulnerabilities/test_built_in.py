"""The facts that the package ships: small, dated, named, and enough for a first true word without a network."""

import json

import pytest

from mamoru.operation.vulnerabilities.match import Certainty
from mamoru.operation.vulnerabilities.matching import matched
from mamoru.operation.vulnerabilities.store.opening import BUILT_IN, built_in, current_store
from mamoru.product.component import Component
from material.vulnerabilities import WELL_KNOWN, part

NOT_BUILT_IN = "CVE-2023-48795"  # of OpenSSH only sources speak whose facts may not be passed on
FACTS = [row for row in WELL_KNOWN if row[0] != NOT_BUILT_IN]


def affecting(component: Component) -> set[str]:
    with built_in() as store:
        return {
            match.vulnerability
            for match in matched([component], store).matches
            if match.certainty is Certainty.AFFECTED
        }


@pytest.mark.parametrize(("id", "software", "hit", "mended"), FACTS, ids=[row[0] for row in FACTS])
def test_a_well_known_vulnerability_is_found_and_its_fix_is_not(
    id: str, software: str, hit: str, mended: str
) -> None:
    assert id in affecting(part(software, hit))
    assert id not in affecting(part(software, mended))


def test_it_is_small_enough_to_ship() -> None:
    assert BUILT_IN.stat().st_size <= 2_000_000


def test_it_names_each_source_with_its_terms() -> None:
    about = json.loads((BUILT_IN.parent / "about.json").read_bytes())["sources"]

    with built_in() as store:
        names = {source.name for source in store.sources.values()}
    assert names <= set(about)
    assert all(source["terms"] for source in about.values())


def test_it_says_its_day_and_how_much_it_covers_of_each_year() -> None:
    with built_in() as store:
        coverage = matched([part("openssl", "3.0.0")], store).coverage[0]
        nvd = next(source for source in store.sources.values() if source.name == "nvd")

    assert nvd.as_of is not None
    assert {source.name for source in coverage.sources} >= {"nvd", "cve5"}
    assert all(count > 0 for source in coverage.sources for count in source.years.values())


def test_it_holds_the_whole_kernel_with_the_files_that_are_hit() -> None:
    with built_in() as store:
        matches = matched([part("linux", "6.6.22")], store).matches

    assert "CVE-2024-27433" in {match.vulnerability for match in matches}
    assert any(word.files for match in matches for word in match.words)


def test_it_holds_no_text() -> None:
    with built_in() as store:
        told = store.told([store.number_of("CVE-2022-0778")])

    assert all(each.title is None and each.links == () for each in told.values())


def test_it_is_used_until_there_is_a_synced_store(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAMORU_DATA_DIR", str(tmp_path_factory.mktemp("data")))

    with current_store() as store:
        assert store.built_in
