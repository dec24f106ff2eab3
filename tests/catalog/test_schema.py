"""The published JSON Schema of a standard's file."""

import json

import jsonschema_rs
import pytest
import yaml

from mamoru.catalog.compile import DATA
from mamoru.catalog.schema import PUBLISHED, standard_schema

PARTS = {"claims", "facts", "mapping", "cases"}
STANDARDS = sorted(file for file in DATA.glob("*.yaml") if file.stem not in PARTS)


@pytest.fixture(scope="module")
def validator():
    return jsonschema_rs.validator_for(json.loads(standard_schema()))


def test_the_published_schema_is_fresh():
    assert PUBLISHED.read_bytes().replace(b"\r\n", b"\n") == standard_schema(), (
        "run: python -m mamoru.catalog.schema"
    )


@pytest.mark.parametrize("file", STANDARDS, ids=lambda file: file.stem)
def test_every_shipped_standard_is_valid_as_an_editor_reads_it(file, validator):
    standard = yaml.safe_load(file.read_bytes())

    assert [error.message for error in validator.iter_errors(standard)] == []


def test_a_misspelt_key_is_refused(validator):
    standard = yaml.safe_load(STANDARDS[0].read_bytes())
    standard["requirements"][0]["aplies"] = {"fact": "communicates"}

    assert not validator.is_valid(standard)


def test_a_condition_of_two_members_is_refused(validator):
    standard = yaml.safe_load(STANDARDS[0].read_bytes())
    standard["requirements"][0]["applies"] = {"fact": "communicates", "not": {"fact": "updatable"}}

    assert not validator.is_valid(standard)
