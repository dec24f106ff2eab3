"""Each weakness that truth.yaml names is found in 1.0 and gone in 1.1."""

from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
import yaml

from mamoru.demo import Prepared
from mamoru.demo.example import example_folder
from mamoru.evidence import Finding
from mamoru.evidence.registry import registry
from mamoru.jobs.check.image import examine_image
from mamoru.language import Text
from mamoru.verification.firmware.image import OpenedImage


class Weakness(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    path: str
    cwe: str
    check: str
    note: Text


class Truth(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    weaknesses: tuple[Weakness, ...]
    components: dict[str, dict[str, str]]


TRUTH = msgspec.convert(
    yaml.load((example_folder() / "truth.yaml").read_text("utf-8"), yaml.BaseLoader), Truth, strict=False
)
DAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, tzinfo=UTC)


def identified(weakness: Weakness) -> str:
    return f"{weakness.id}-{weakness.path}"


@pytest.fixture(scope="session")
def found(images: dict[str, Path]) -> dict[str, tuple[Finding, ...]]:
    return {
        version: examine_image(path, at=AT, on=DAY, match_known=False).findings
        for version, path in images.items()
    }


def seen(weakness: Weakness, findings: tuple[Finding, ...]) -> list[Finding]:
    return [f for f in findings if (f.check, f.location.path) == (weakness.check, weakness.path)]


@pytest.mark.parametrize("weakness", TRUTH.weaknesses, ids=identified)
def test_it_lies_in_1_0(weakness: Weakness, opened: dict[str, OpenedImage]) -> None:
    image = opened["1.0"]
    parts = {part.name for part in image.index.parts}
    assert weakness.path in parts or any(tree.entry(weakness.path) for tree in image.trees)


@pytest.mark.parametrize("weakness", TRUTH.weaknesses, ids=identified)
def test_it_is_found_in_1_0(weakness: Weakness, found: dict[str, tuple[Finding, ...]]) -> None:
    matching = seen(weakness, found["1.0"])
    assert matching
    assert any(weakness.cwe in finding.cwe for finding in matching)


@pytest.mark.parametrize("weakness", TRUTH.weaknesses, ids=identified)
def test_it_is_gone_in_1_1(weakness: Weakness, found: dict[str, tuple[Finding, ...]]) -> None:
    assert not seen(weakness, found["1.1"])


def test_nothing_is_found_in_1_0_that_was_not_planted(found: dict[str, tuple[Finding, ...]]) -> None:
    planted = {(weakness.check, weakness.path) for weakness in TRUTH.weaknesses}
    assert {(f.check, f.location.path) for f in found["1.0"]} <= planted


def test_nothing_is_found_in_1_1(found: dict[str, tuple[Finding, ...]]) -> None:
    assert [(f.check, str(f.location)) for f in found["1.1"]] == []


def test_at_least_16_kinds_are_planted_and_each_check_exists() -> None:
    checks = {weakness.check for weakness in TRUTH.weaknesses}
    assert len(checks) >= 16
    assert all(registry().check(check) for check in checks)
    assert len({weakness.id for weakness in TRUTH.weaknesses}) == len(TRUTH.weaknesses)


@pytest.mark.network
@pytest.mark.parametrize("number", (0, 1))
def test_with_its_libraries_each_is_named_with_its_version_and_nothing_else_is_found(
    number: int, fetched: Prepared
) -> None:
    image = fetched.images[number]
    report = examine_image(image.path, at=AT, on=DAY, match_known=False)
    versions = {component.software: component.version for component in report.images[0].components}
    expected = TRUTH.components[image.version]
    planted = {(weakness.check, weakness.path) for weakness in TRUTH.weaknesses} if number == 0 else set()
    assert {name: versions.get(name) for name in expected} == expected
    of_old_age = {f for f in report.findings if f.check == "FW-EOL-001"}  # of the libraries, not planted
    assert {f.proof.split()[0] for f in of_old_age} == ({"openssl"} if number == 0 else set())
    assert {(f.check, f.location.path) for f in set(report.findings) - of_old_age} == planted
