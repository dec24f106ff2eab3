"""What a match costs, in what is asked and made and not in seconds: a kernel has thousands of them."""

import json
from datetime import date
from pathlib import Path

import pytest

from mamoru.operation.vulnerabilities.matching import found as made
from mamoru.operation.vulnerabilities.matching import matched
from mamoru.operation.vulnerabilities.store.reading import Store
from mamoru.operation.vulnerabilities.telling import matches_folded, matches_told
from material.feed_documents import cve5, written
from material.vulnerabilities import criterion, cve, part, store

KERNEL = criterion("o:linux:linux_kernel", versionEndExcluding="5.11")
CURL = cve("CVE-2023-0001", [criterion("a:haxx:curl", versionEndExcluding="8.0")])
DAY = date(2026, 11, 23)
BILL = [part("linux", "5.10.120"), part("curl", "7.80.0")]


def of_a_kernel(folder: Path, count: int) -> Store:
    return store(folder, *(cve(f"CVE-2024-{n:04d}", [KERNEL]) for n in range(1, count + 1)), CURL)


def asked_for(folder: Path, count: int) -> int:
    """How many questions the store is asked for a kernel with `count` vulnerabilities."""
    folder.mkdir()
    asked: list[str] = []
    with of_a_kernel(folder, count) as vulnerabilities:
        vulnerabilities._db.set_trace_callback(asked.append)
        assert len(matched(BILL, vulnerabilities).matches) == count + 1
    return len(asked)


def test_a_kernel_with_ten_times_as_many_asks_the_store_no_more_questions(tmp_path: Path) -> None:
    assert asked_for(tmp_path / "many", 300) == asked_for(tmp_path / "few", 30)


def beside_its_maker(folder: Path, below: str) -> Store:
    """curl below 8.0 by the NVD, and its maker's record that versions below `below` do not have it."""
    entry = {
        "vendor": "haxx",
        "product": "curl",
        "cpes": ["cpe:2.3:a:haxx:curl:*:*:*:*:*:*:*:*"],
        "versions": [{"status": "unaffected", "version": "7.0", "lessThan": below, "versionType": "semver"}],
    }
    record = json.dumps(cve5(entry, id="CVE-2023-0001")).encode()
    return store(folder, CURL, files=[written(folder, record, "CVE-2023-0001.json")])


def test_a_word_that_denies_is_found_among_the_rows_near_the_version(tmp_path: Path) -> None:
    with beside_its_maker(tmp_path, "7.90") as vulnerabilities:
        found = matched([part("curl", "7.80.0")], vulnerabilities)

    assert found.matches == ()
    assert [each.vulnerability for each in found.ruled_out] == ["CVE-2023-0001"]


def test_a_word_that_denies_other_versions_rules_nothing_out(tmp_path: Path) -> None:
    with beside_its_maker(tmp_path, "7.70") as vulnerabilities:
        found = matched([part("curl", "7.80.0")], vulnerabilities)

    assert [each.vulnerability for each in found.matches] == ["CVE-2023-0001"]
    assert found.ruled_out == ()


@pytest.fixture
def sentences(monkeypatch: pytest.MonkeyPatch) -> list[made.Found]:
    """Those of which a sentence was made."""
    whose: list[made.Found] = []
    sentence = made._sentence

    def noted(found: made.Found) -> object:
        whose.append(found)
        return sentence(found)

    monkeypatch.setattr(made, "_sentence", noted)
    return whose


def test_of_a_kernel_in_sum_no_sentence_is_made(tmp_path: Path, sentences: list[made.Found]) -> None:
    with of_a_kernel(tmp_path, 40) as vulnerabilities:
        told = matches_folded(BILL, vulnerabilities, on=DAY, path="x")

    assert told.kernels[0].affected == 40
    assert [each.known.product for each in sentences] == ["cpe:a:haxx:curl"]


def test_of_a_kernel_that_is_told_one_by_one_every_sentence_is(
    tmp_path: Path, sentences: list[made.Found]
) -> None:
    with of_a_kernel(tmp_path, 40) as vulnerabilities:
        told = matches_told(BILL, vulnerabilities, on=DAY, path="x")

    assert len(sentences) == 41
    assert all("5.11" in each.why.en for each in told.matches if each.component.name == "linux")
