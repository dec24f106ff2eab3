"""The test cases as data: every claim is reached, every text is whole, a fault is told."""

import json

import jsonschema_rs
import msgspec
import pytest
import yaml

from mamoru.catalog import catalog
from mamoru.evidence.registry import registry
from mamoru.language import Text
from mamoru.verification.plan import HandTest, hand_tests
from mamoru.verification.plan.compile import COMPILED, compiled, faults, sources
from mamoru.verification.plan.schema import schemas

CASES = hand_tests()


def test_every_claim_is_reached_by_a_check_or_by_a_test_by_hand() -> None:
    reached = {claim for entry in registry().checks for claim in entry.check.claims}
    reached |= {claim for case in CASES.cases for claim in case.claims}

    assert [claim.id for claim in catalog().claims if claim.id not in reached] == []


def test_what_no_check_measures_has_a_test_by_hand_but_for_what_documents_tell() -> None:
    measured = {c for e in registry().checks if e.check.grade == "measured" for c in e.check.claims}
    by_hand = {claim for case in CASES.cases for claim in case.claims}
    left = [c.id for c in catalog().claims if c.about == "release" and c.id not in measured | by_hand]

    assert left == []


def test_the_compiled_form_is_fresh_and_without_a_fault() -> None:
    assert msgspec.json.decode(COMPILED.read_bytes(), type=type(CASES)) == compiled()
    assert faults(CASES, catalog()) == []


@pytest.mark.parametrize(
    "file", [f for f in sources() if f.name not in ("tools.yaml", "parts.yaml")], ids=lambda file: file.stem
)
def test_every_file_is_valid_as_an_editor_reads_it(file) -> None:  # type: ignore[no-untyped-def]
    (schema,) = schemas().values()

    assert jsonschema_rs.is_valid(json.loads(schema), yaml.safe_load(file.read_bytes()))


@pytest.mark.parametrize("case", CASES.cases, ids=lambda case: case.id)
def test_a_case_says_what_to_do_with_what_what_must_happen_and_when_to_stop(case: HandTest) -> None:
    assert case.procedure
    assert case.expected
    assert case.stop
    assert all(CASES.tool(id).ja for id in case.tools)


@pytest.mark.parametrize(
    ("bent", "told"),
    [
        ({"id": "TC-1"}, "form"),
        ({"claims": ("no-such-claim",)}, "unknown claim"),
        ({"claims": ("reset-erases-data", "policy-approved")}, "different things"),
        ({"tools": ("hammer",)}, "unknown tool"),
        ({"procedure": ()}, "missing"),
        ({"title": Text("Same", "Same")}, "lacks one language"),
        ({"title": Text("この製品は安全です", "It is safe")}, "forbidden"),
    ],
)
def test_a_fault_of_a_case_is_told(bent: dict[str, object], told: str) -> None:
    wrong = msgspec.structs.replace(CASES.cases[0], **bent)
    cases = msgspec.structs.replace(CASES, cases=(wrong, *CASES.cases[1:]))

    assert any(told in fault for fault in faults(cases, catalog()))


def test_two_cases_of_the_same_claims_are_told() -> None:
    other = msgspec.structs.replace(CASES.cases[0], id="TC-ANO-99")
    cases = msgspec.structs.replace(CASES, cases=(*CASES.cases, other))

    assert faults(cases, catalog()) == ["TC-ANO-99: it has the claims of TC-ANO-01"]


def test_an_id_that_stands_twice_is_told() -> None:
    cases = msgspec.structs.replace(CASES, cases=(*CASES.cases, CASES.cases[0]))

    assert any("twice" in fault for fault in faults(cases, catalog()))
