"""Published schemas read the same whichever Python wrote them."""

from mamoru.json_schema import readable


def test_a_docstring_loses_the_indentation_of_its_source() -> None:
    assert readable({"description": "First.\n\n    Second\n    line."}) == {
        "description": "First.\n\nSecond\nline."
    }


def test_a_property_called_description_stays_a_property() -> None:
    schema = {"properties": {"description": {"type": "string", "description": "What.\n    Why."}}}
    assert readable(schema) == {
        "properties": {"description": {"type": "string", "description": "What.\nWhy."}}
    }


def test_what_is_no_description_stays_as_it_is() -> None:
    assert readable({"enum": ["a\n  b"], "default": 1}) == {"enum": ["a\n  b"], "default": 1}
