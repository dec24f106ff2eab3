"""A maker's own threats, without code."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mamoru.catalog import catalog
from mamoru.design import Design, design_of, library
from mamoru.design.own import joined
from mamoru.product.problems import ProductFileErrors
from material.designs import camera, gateway, maker

SHORT = """
threats:
  - id: lens-covered
    title: レンズをふさがれる
    applies: {fact: has-lens}
    claims: [anomaly-detected]
facts:
  - id: has-lens
    yes: レンズがある
    no: レンズがない
    seen: [{in: data, where: {id: [video]}}]
"""


def with_own(text: str, product: object = None) -> Design:
    """The camera's design with a threats.yaml."""
    own = joined(library(), text.encode(), catalog())
    return design_of(catalog(), own, maker(), product or camera())  # type: ignore[arg-type]  # a product


def test_a_short_entry_is_a_threat_of_the_products_that_its_fact_fits() -> None:
    threat = with_own(SHORT).threat("lens-covered")
    assert threat is not None
    assert (threat.title.ja, threat.countered_by) == ("レンズをふさがれる", ("anomaly-detected",))
    assert threat.why[0].seen == ("video",)
    assert with_own(SHORT, gateway()).threat("lens-covered") is None


def test_the_matrix_can_be_changed_cell_by_cell() -> None:
    calm = with_own("matrix: {level: {high: {high: high}}}")
    assert {threat.risk.level for threat in calm.threats} == {"high", "medium", "low"}


def test_a_threat_of_the_library_can_be_left_out_or_written_anew() -> None:
    assert with_own("left_out: [cloud-abused]").threat("cloud-abused") is None
    anew = SHORT.replace("lens-covered", "botnet")
    threat = with_own(anew).threat("botnet")
    assert threat is not None
    assert threat.title.ja == "レンズをふさがれる"


def test_an_empty_file_changes_nothing() -> None:
    assert joined(library(), b"# nothing yet\n", catalog()) == library()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SHORT.replace("anomaly-detected", "no-such-claim"), "threats.yaml:3: .*no-such-claim"),
        (SHORT.replace("{fact: has-lens}", "{fact: no-such-fact}"), "threats.yaml:3: .*no-such-fact"),
        (SHORT.replace("{id: [video]}", "{shape: [round]}"), "threats.yaml:8: .*shape"),
        (SHORT.replace("claims:", "claim:"), "threats.yaml:3: .*claim"),
        ("left_out: [no-such]", "no-such"),
        ("matrix: {level: {high: {high: dreadful}}}", "dreadful"),
        ("matrix: {colour: {high: {high: low}}}", "colour"),
        ("threats: [1, 2", "threats.yaml:1: .*bracket is not closed"),
    ],
)
def test_a_mistake_is_told_with_its_line(text: str, told: str) -> None:
    with pytest.raises(ProductFileErrors, match=told):
        joined(library(), text.encode(), catalog())


@given(st.recursive(st.text(max_size=8), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
    st.sampled_from(["threats", "facts", "matrix", "level", "id", "title", "path", "applies", "fact", "all"]),
    inner, max_size=4), max_leaves=12))  # fmt: skip
def test_any_file_is_read_or_told_to_be_wrong(value: object) -> None:
    text = msgspec.json.encode(value)  # JSON is YAML
    try:
        joined(library(), text, catalog())
    except ProductFileErrors as error:
        assert error.problems
