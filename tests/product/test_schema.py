"""The published JSON Schema is fresh, sound and says what the reader says."""

from pathlib import Path

import jsonschema_rs
import msgspec
import pytest

from mamoru.language import Lang
from mamoru.product.answers import Answers
from mamoru.product.maker import Maker
from mamoru.product.model import Product
from mamoru.product.problems import Problems
from mamoru.product.scaffold import maker_text, product_text
from mamoru.product.schema import schema, schemas
from mamoru.product.yaml_text import plain

DOCS = Path(__file__).parents[2] / "docs" / "schema"


@pytest.mark.parametrize("name", ["maker.schema.json", "product.schema.json"])
def test_the_published_schema_is_fresh(name):
    assert (DOCS / name).read_text(encoding="utf-8") == schemas()[name], "run python -m mamoru.product.schema"


@pytest.mark.parametrize("group", [Maker, Product])
def test_the_schema_is_one(group):
    jsonschema_rs.meta.validate(schema(group))


@pytest.mark.parametrize("group", [Maker, Product])
def test_every_field_has_a_title_in_both_languages(group):
    for definition in schema(group)["$defs"].values():
        for field, described in definition.get("properties", {}).items():
            assert " / " in described["title"], field


@pytest.mark.parametrize(("group", "text"), [(Maker, maker_text), (Product, product_text)])
def test_an_editor_finds_nothing_wrong_in_a_fresh_file(group, text):
    answers = Answers(lang=Lang.JA, communicates=None)
    read = plain(text(answers).encode(), Problems("x"))
    assert read is not None
    values, _ = read
    assert jsonschema_rs.is_valid(schema(group), msgspec.to_builtins(values))


def test_the_schema_refuses_an_unknown_field():
    assert not jsonschema_rs.is_valid(schema(Maker), {"id": "a", "name": {"ja": "x"}, "polcy": {}})
