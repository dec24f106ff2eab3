"""Five more products, each with what a security architect expects of it, written down beforehand."""

from pathlib import Path

import msgspec
import pytest
import yaml

from mamoru.design import Design
from mamoru.product.files import read_product
from material.designs import WORKED, designed

NAMES = sorted(file.name.partition(".")[0] for file in WORKED.glob("*.expected.yaml"))
GRAVE = ("high", "critical")
CANNOT_BE = {
    "cnc": {"radio-jammed", "spied-on", "battery-drained", "cloned-credential", "privacy-leak"},
    "gasmeter": {"spied-on", "web-injection", "pairing-hijacked", "entry-to-network", "third-party-app"},
    "glucose": {
        "cloned-credential",
        "spied-on",
        "botnet",
        "test-entry",
        "guessable-password",
        "never-mended",
    },
    "lock": {"test-entry", "spied-on", "web-injection", "false-command", "sim-abused"},
    "monitor": {"battery-drained", "false-command", "cloned-credential", "never-mended", "sim-abused"},
}


class Line(msgspec.Struct, frozen=True):
    """What is expected, and the threats any of which foresees it."""

    line: str
    by: tuple[str, ...]


def expected(name: str) -> tuple[Line, ...]:
    """The architect's lines."""
    return msgspec.convert(
        yaml.safe_load((WORKED / f"{name}.expected.yaml").read_text("utf-8")), tuple[Line, ...]
    )


def design(name: str) -> Design:
    """The design of a worked product."""
    return designed(read_product(Path(WORKED / f"{name}.yaml"))[0])


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_foreseen(name: str) -> None:
    found = {threat.id for threat in design(name).threats}
    assert {each.line for each in expected(name) if not found & {*each.by}} == set()


@pytest.mark.parametrize("name", NAMES)
def test_what_the_facts_exclude_does_not_appear(name: str) -> None:
    found = design(name)
    assert not CANNOT_BE[name] & {threat.id for threat in found.threats}
    decided = {each.id for each in found.excluded if each.why}
    asked = {id for question in found.questions for id in question.threats}
    assert CANNOT_BE[name] <= decided | asked


def test_at_most_a_third_is_grave() -> None:
    threats = [threat for name in NAMES for threat in design(name).threats]
    assert sum(threat.risk.level in GRAVE for threat in threats) <= len(threats) / 3
