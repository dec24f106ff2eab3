"""Five products that an architect has written expectations for: each line is foreseen, none that the facts
exclude, and what is grave is so by a declared fact."""

import re
from pathlib import Path

import pytest

from mamoru.catalog import catalog
from mamoru.design import Design, design_of, library
from mamoru.product.files import read_maker, read_product

PRODUCTS = Path(__file__).parents[2] / ".." / "shared" / "cases" / "design" / "products"
CASES = PRODUCTS.parent
pytestmark = pytest.mark.shared

# For each numbered line of expected.md the threats of the library, any of which foresees it.
FORESEEN: dict[str, dict[int, set[str]]] = {
    "nas": {
        1: {"data-destroyed"},
        2: {"guessable-password"},
        3: {"embedded-credential"},
        4: {"third-party-app"},
        5: {"reached-from-outside", "open-service"},
        6: {"data-left-behind", "read-from-flash"},
        7: {"false-update"},
        8: {"known-weakness"},
        9: {"flooded", "storage-filled"},
        10: {"traces-lost"},
        11: {"account-takeover"},
        12: {"data-destroyed"},
        13: {"eavesdropping"},
        14: {"role-overreach"},
    },
    "remoteio": {
        1: {"false-command"},
        2: {"guessable-password"},
        3: {"community-string"},
        4: {"open-service"},
        5: {"flooded", "crafted-message"},
        6: {"false-update"},
        7: {"falsified-readings"},
        8: {"false-peer"},
        9: {"reached-from-outside"},
        10: {"traces-lost"},
        11: {"unsafe-on-silence"},
        12: {"reset-on-site"},
    },
    "soil": {
        1: {"test-entry", "read-from-flash"},
        2: {"replayed"},
        3: {"radio-jammed"},
        4: {"battery-drained"},
        5: {"backend-misused"},
        6: {"falsified-readings", "radio-spoofed"},
        7: {"device-cloned"},
        8: {"false-update"},
        9: {"keys-leaked"},
        10: {"traffic-watched"},
        11: {"updates-not-installed"},
    },
    "vacuum": {
        1: {"spied-on"},
        2: {"setup-abused", "pairing-hijacked"},
        3: {"account-takeover"},
        4: {"privacy-leak", "eavesdropping"},
        5: {"test-entry"},
        6: {"data-left-behind"},
        7: {"false-peer"},
        8: {"false-update"},
        9: {"cloud-abused"},
        10: {"setup-abused"},
        11: {"botnet"},
        12: {"known-weakness"},
        13: {"harm-by-command"},
        14: {"unnoticed-sensing"},
    },
    "wallbox": {
        1: {"false-peer", "backend-misused"},
        2: {"false-command"},
        3: {"cloned-credential"},
        4: {"guessable-password", "web-injection"},
        5: {"false-update"},
        6: {"test-entry", "read-from-flash"},
        7: {"fleet-misuse"},
        8: {"falsified-readings"},
        9: {"privacy-leak"},
        10: {"flooded"},
        11: {"setup-abused"},
        12: {"allow-list-abused"},
        13: {"entry-to-network"},
    },
}
# What each file rules out, so that a reviewer would be right to object.
EXCLUDED: dict[str, set[str]] = {
    "nas": {"radio-jammed", "battery-drained", "harm-by-command", "false-command", "spied-on", "pairing-hijacked"},
    "remoteio": {"privacy-leak", "radio-jammed", "battery-drained", "spied-on", "data-destroyed", "port-abused"},
    "soil": {"botnet", "web-injection", "guessable-password", "privacy-leak", "flooded", "harm-by-command"},
    "vacuum": {"web-injection", "false-command", "flooded", "role-overreach", "never-mended", "guessable-password"},
    "wallbox": {"spied-on", "battery-drained", "never-mended", "tracked-by-radio", "third-party-app"},
}  # fmt: skip
GRAVE = ("high", "critical")


def design(name: str) -> Design:
    """The design of one of the products, from its own files."""
    folder = PRODUCTS / name
    maker, _ = read_maker(folder / "maker.yaml")
    return design_of(catalog(), library(), maker, read_product(folder / "product.yaml")[0])


def expected(name: str) -> dict[int, str]:
    """The numbered lines of an architect's expectation."""
    text = (PRODUCTS / name / "expected.md").read_text("utf-8")
    return {int(n): line for n, line in re.findall(r"^(\d+)\. (.+)$", text, re.MULTILINE)}


def case(name: str) -> Design:
    """The design of one of the other cases."""
    (file,) = (CASES / name / "products").glob("*/product.yaml")
    maker, _ = read_maker(CASES / name / "maker.yaml")
    return design_of(catalog(), library(), maker, read_product(file)[0])


def levels(found: Design) -> dict[str, str]:
    """How grave each threat is."""
    return {threat.id: threat.risk.level for threat in found.threats}


@pytest.fixture(autouse=True)
def _there() -> None:
    if not PRODUCTS.is_dir():
        pytest.skip("no folder of shared cases beside the checkout")


@pytest.mark.parametrize("name", FORESEEN)
def test_every_line_that_an_architect_expects_is_foreseen(name: str) -> None:
    found = {threat.id for threat in design(name).threats}
    lines = expected(name)
    assert set(lines) == set(FORESEEN[name])
    assert {line for n, line in lines.items() if not FORESEEN[name][n] & found} == set()


@pytest.mark.parametrize("name", EXCLUDED)
def test_none_appears_that_the_facts_exclude_and_the_reason_is_told(name: str) -> None:
    found = design(name)
    excluded = {each.id: each.why for each in found.excluded}
    assert EXCLUDED[name] <= set(excluded)
    assert all(excluded[id] for id in EXCLUDED[name])


def test_at_most_a_third_is_grave_and_each_of_these_names_the_declared_fact() -> None:
    threats = [threat for name in FORESEEN for threat in design(name).threats]
    grave = [threat for threat in threats if threat.risk.level in GRAVE]
    assert len(grave) <= len(threats) / 3
    for threat in grave:
        raising = [ground for ground in threat.risk.grounds if ground.effect == "raises"]
        assert raising
        assert all(f"{ground.path}: {ground.value}" in threat.risk.why.en for ground in raising)


def test_a_robot_that_encrypts_nothing_is_graver_than_one_that_does() -> None:
    sealed, plain = levels(design("vacuum")), levels(case("vacuum-nothing-encrypted"))
    graver = {id for id in sealed if sealed[id] not in GRAVE and plain[id] in GRAVE}
    assert {"eavesdropping", "spied-on", "false-peer"} <= graver


def test_a_signed_update_is_less_grave_than_an_unsigned_one_and_nothing_else_moves() -> None:
    unsigned, signed = levels(design("wallbox")), levels(case("wallbox-signed"))
    assert {id for id in unsigned if unsigned[id] != signed[id]} == {"false-update"}
    assert (unsigned["false-update"], signed["false-update"]) == ("critical", "medium")


def test_what_is_switched_off_is_no_way_in() -> None:
    assert not any("ftp" in threat.through for threat in design("nas").threats)
    assert not any("ftp" in g.path for threat in design("nas").threats for g in threat.risk.grounds)


def test_no_reason_contradicts_the_file() -> None:
    reasons = [why.text.en for each in design("soil").excluded for why in each.why]
    assert not any("connects to" in text for text in reasons)  # a network server is declared
    assert "app-opened" in {threat.id for threat in design("vacuum").threats}
