"""The threat library as data."""

from pathlib import Path

import msgspec
import pytest
import yaml

import mamoru.verification
from mamoru.catalog import catalog
from mamoru.design import library
from mamoru.design.compile import COMPILED, compiled
from mamoru.design.consistency import faults
from mamoru.design.library import ThreatEntry
from mamoru.design.technical_measures import MEASURES
from mamoru.evidence.registry import registry
from mamoru.product.model import DataItem
from mamoru.product.shapes import choices, fields

MANUAL = Path(mamoru.verification.__path__[0]) / "plan" / "data"
THREATS = library().threats


def claims_of(threat: ThreatEntry) -> set[str]:
    """Every claim that may counter a threat."""
    return {*threat.claims, *(claim for each in threat.claims_when for claim in each.claims)}


def shown_by_hand() -> set[str]:
    """The claims that a test case by hand speaks of."""
    files = [yaml.load(path.read_bytes(), Loader=yaml.CBaseLoader) for path in MANUAL.glob("*.yaml")]
    cases = [case for file in files for case in file.get("cases", ())]
    return {claim for case in cases for claim in case["claims"]}


def test_the_library_has_no_fault() -> None:
    assert faults(library(), catalog()) == []


def test_the_compiled_form_is_fresh() -> None:
    assert msgspec.json.encode(compiled()) + b"\n" == COMPILED.read_bytes()


def test_every_technical_measure_is_reached_by_some_threat() -> None:
    assert {measure for threat in THREATS for measure in threat.measures} == set(MEASURES)


@pytest.mark.parametrize("threat", THREATS, ids=lambda threat: threat.id)
def test_every_threat_is_countered_by_claims_of_the_catalogue(threat: ThreatEntry) -> None:
    assert threat.claims
    assert claims_of(threat) <= {claim.id for claim in catalog().claims}


@pytest.mark.skipif(not MANUAL.is_dir(), reason="the test cases by hand are not in this checkout")
@pytest.mark.parametrize("threat", THREATS, ids=lambda threat: threat.id)
def test_every_claim_that_counters_is_shown_by_a_check_or_a_test_by_hand(threat: ThreatEntry) -> None:
    checked = {claim for entry in registry().checks for claim in entry.check.claims}
    assert claims_of(threat) - checked - shown_by_hand() == set()


def test_a_fault_in_a_threat_is_named() -> None:
    threat = msgspec.structs.replace(
        THREATS[0], claims=("no-such-claim",), assets=("no-such-kind",), references=("CVE-1",)
    )
    broken = msgspec.structs.replace(library(), threats=(threat,))
    told = "\n".join(faults(broken, catalog()))
    assert "no-such-claim" in told
    assert "no-such-kind" in told
    assert "CVE-1" in told


def test_every_kind_of_data_is_a_kind_of_asset() -> None:
    kinds = {kind.id for kind in library().assets}
    assert set(choices(fields(DataItem)["kind"].type)) | {"function", "must-stay", "safety"} <= kinds
