"""What is found in the device moves the rating of the threats that it makes easy, and of no other."""

import json
import shutil
from pathlib import Path

import pytest

from mamoru.catalog import catalog
from mamoru.design import Design, library
from mamoru.design.observing import observed
from mamoru.evidence import Finding, Location, Severity
from mamoru.language import both
from material.command import mamoru
from material.designs import designed, undecided_camera

DESIGN = designed(undecided_camera())
THREAT = [each for each in DESIGN.threats if each.risk.level == "medium" and each.countered_by][-1]
CLAIM = THREAT.countered_by[0]
REPOSITORY = Path(__file__).parents[2]


def weakness(severity: Severity) -> Finding:
    place = Location(path="/etc/inittab", line=3)
    return Finding(check="FW-SVC-001", severity=severity, title=both("Telnet"), location=place, proof="telnetd", remedy=both("-"))  # fmt: skip


def after(found: dict[str, tuple[Finding, ...]]) -> Design:
    return observed(DESIGN, library().matrix, catalog(), found)


@pytest.mark.parametrize("severity", [Severity.CRITICAL, Severity.HIGH])
def test_a_grave_weakness_in_the_device_makes_its_threats_likely_and_is_named(severity: Severity) -> None:
    risk = next(each for each in after({CLAIM: (weakness(severity),)}).threats if each.id == THREAT.id).risk

    assert (risk.likelihood, risk.level) == ("high", library().matrix.level[risk.impact]["high"])
    assert [(each.path, each.value) for each in risk.grounds[-1:]] == [("/etc/inittab:3", "FW-SVC-001")]
    assert "FW-SVC-001" in risk.why.en


def test_a_slight_weakness_or_one_against_another_claim_moves_nothing() -> None:
    assert after({CLAIM: (weakness(Severity.MEDIUM),)}).threats == DESIGN.threats
    others = {id for each in DESIGN.threats for id in each.countered_by} - {*THREAT.countered_by}
    moved = after({sorted(others)[0]: (weakness(Severity.CRITICAL),)})
    assert next(each for each in moved.threats if each.id == THREAT.id) == THREAT


def test_what_is_grave_by_what_was_found_comes_first() -> None:
    every = {claim: (weakness(Severity.CRITICAL),) for claim in THREAT.countered_by}
    before = [each.id for each in DESIGN.threats].index(THREAT.id)
    assert [each.id for each in after(every).threats].index(THREAT.id) < before


def told(place: Path) -> dict[str, str]:
    found = json.loads(mamoru("design", place, "--format", "json").stdout)
    (product,) = found if isinstance(found, list) else found.get("products", [found])
    return {each["id"]: each["risk"]["level"] for each in product["threats"]}


def test_what_is_only_written_moves_no_rating_a_second_time(tmp_path: Path) -> None:
    """The rating has it from the product file already; the check of that file is no second witness."""
    shutil.copytree(REPOSITORY / "examples" / "netcam", tmp_path / "ws")
    before = told(tmp_path / "ws")

    mamoru("check", tmp_path / "ws")

    assert told(tmp_path / "ws") == before
