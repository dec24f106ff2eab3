"""The JSON form: the contract that programs build on, and its published schema."""

import json
from typing import Any

import jsonschema_rs
import pytest

from mamoru.assessment.report.json_form import firmware_check_json, render
from mamoru.assessment.report.schema import FOLDER, schemas
from mamoru.assessment.result import State
from mamoru.language import Lang
from material.reports import bare, camera, hostile, mended


def _read(text: str) -> Any:
    return json.loads(text)


@pytest.mark.parametrize(
    "report", [camera(), bare(), mended(), hostile()], ids=["camera", "bare", "mended", "hostile"]
)
def test_every_report_keeps_to_the_published_schema(report: Any) -> None:
    schema = schemas()["check.schema.json"].decode()
    jsonschema_rs.validator_for(schema).validate(_read(render(report, Lang.JA)))


def test_the_firmware_check_keeps_to_the_published_schema() -> None:
    schema = schemas()["firmware-check.schema.json"].decode()
    found = _read(firmware_check_json(camera()))
    jsonschema_rs.validator_for(schema).validate(found)
    assert found["schema"] == "mamoru/firmware-check/1"
    assert {"path", "sha256", "bytes"} <= found["image"].keys()
    assert {"check", "severity", "cwe", "title", "location", "proof", "remedy"} <= found["findings"][0].keys()
    assert {"offset", "bytes", "why"} <= found["unopened"][0].keys()


@pytest.mark.parametrize("name", sorted(schemas()))
def test_the_published_schema_is_fresh(name: str) -> None:
    assert (FOLDER / name).read_bytes().replace(b"\r\n", b"\n") == schemas()[name]


def test_the_contract_of_the_command_line_is_kept() -> None:
    found = _read(render(camera(), Lang.EN))
    assert found["schema"] == "mamoru/check/1"
    assert found["on"] == "2026-11-23"
    assert found["product"]["id"] == "nc-100"
    assert found["exit"] == 1
    guide = found["standards"][0]
    assert guide["id"] == "guide"
    assert {"id", "state", "grade", "reason", "claims", "evidence", "next"} <= guide["requirements"][0].keys()
    assert all(requirement["id"].startswith("guide:") for requirement in guide["requirements"])
    assert {requirement["state"] for requirement in guide["requirements"]} <= {state.value for state in State}


def test_a_requirement_that_nothing_shows_has_no_grade() -> None:
    requirements = _read(render(camera(), Lang.EN))["standards"][0]["requirements"]
    watched = next(r for r in requirements if r["id"] == "guide:M6.1")
    assert watched["state"] == "not-shown"
    assert watched["grade"] is None


def test_every_text_that_a_person_reads_is_in_both_languages() -> None:
    found = _read(render(camera(), Lang.EN))
    texts = [r["reason"] for s in found["standards"] for r in s["requirements"]]
    texts += [action[member] for action in found["next_actions"] for member in ("title", "why", "what")]
    texts += [finding[member] for finding in found["findings"] for member in ("title", "remedy")]
    assert all(text["ja"] and text["en"] for text in texts)


def test_an_image_alone_has_no_product_and_no_release() -> None:
    found = _read(render(bare(), Lang.EN))
    assert found["product"] is None
    assert found["release"] is None
