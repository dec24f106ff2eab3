"""Who names the one version that he looked at states no range, and takes nothing from others' bounds."""

import json
from pathlib import Path

import pytest

from mamoru.operation.vulnerabilities.match import Certainty
from mamoru.operation.vulnerabilities.matching import matched
from material.vulnerabilities import criterion, cve, part, store

CVE = "CVE-2023-0005"


def bound_from_above(folder: Path) -> Path:
    """Alpine's word that curl 7.88.0 mends it: a bound of upstream's versions from above only."""
    package = {"name": "curl", "secfixes": {"7.88.0-r0": [CVE]}}
    path = folder / "alpine-secdb.jsonl"
    path.write_text(json.dumps({"distroversion": "v3.18", "pkg": package, "reponame": "main"}))
    return path


def certainties(folder: Path, version: str, *said: dict[str, object]) -> list[Certainty]:
    vulnerabilities = store(folder, cve(CVE, list(said)), files=[bound_from_above(folder)])
    return [match.certainty for match in matched([part("curl", version)], vulnerabilities).matches]


def test_one_version_that_is_named_does_not_clear_the_older_ones(tmp_path: Path) -> None:
    assert certainties(tmp_path, "7.80.0", criterion("a:haxx:curl:7.87.0")) == [Certainty.AFFECTED]


@pytest.mark.parametrize(
    "said",
    [
        [criterion("a:haxx:curl:7.86.0"), criterion("a:haxx:curl:7.87.0")],
        [criterion("a:haxx:curl", versionStartIncluding="7.86.0", versionEndExcluding="7.88.0")],
    ],
)
def test_a_list_of_versions_and_a_range_do(tmp_path: Path, said: list[dict[str, object]]) -> None:
    assert certainties(tmp_path, "7.80.0", *said) == []


def test_the_fixed_version_stays_clear_where_only_one_is_named(tmp_path: Path) -> None:
    assert certainties(tmp_path, "7.88.0", criterion("a:haxx:curl:7.87.0")) == []
