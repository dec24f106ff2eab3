"""Each weakness that truth.yaml names is found in 1.0 and gone in 1.1."""

from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
import yaml

from mamoru.demo import prepare
from mamoru.demo.data_folder import data_folder
from mamoru.demo.example import example_folder
from mamoru.evidence import Finding
from mamoru.evidence.registry import registry
from mamoru.examination.image import examine_image
from mamoru.language import Text
from mamoru.verification.firmware.image import OpenedImage
from mamoru.verification.firmware.inspecting import inspect_image
from mamoru.verification.firmware.limits import Limits


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


def identified(weakness: Weakness) -> str:
    return f"{weakness.id}-{weakness.path}"


@pytest.fixture(scope="session")
def found(images: dict[str, Path]) -> dict[str, tuple[Finding, ...]]:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    return {
        version: examine_image(path, at=at, on=DAY).findings for version, path in images.items()
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
def test_the_libraries_of_both_releases_are_named_with_their_versions(tmp_path: Path) -> None:
    prepared = prepare(tmp_path / "demo", cache=data_folder() / "demo" / "wheels")
    for image in prepared.images:
        assert image.missing == ()
        index = inspect_image(image.path, tmp_path / image.version, Limits())
        versions = {component.software: component.version for component in index.components}
        expected = TRUTH.components[image.version]
        assert {name: versions.get(name) for name in expected} == expected
