"""A fault in a YAML file is told at the line that a person would point at."""

import pytest

from mamoru.product import Product
from mamoru.product.files import parsed
from mamoru.product.problems import Problems, ProductFileErrors
from mamoru.product.yaml_text import plain

FAULTY = {  # the file, and the line
    "tab": (b"id: a\nname:\n\tja: x\n", 3),
    "tab in list": (b"id: a\nmodels:\n  - a\n\t- b\n", 4),
    "tab after key": (b"id: a\nname: {en: x}\n\t\ntype: b\n", 3),
    "double key": (b"id: a\nname: {en: x}\nid: b\n", 3),
    "double deep": (
        b"id: a\nsupport:\n  until: 2030-01-01\n  sales_start: 2026-01-01\n  until: 2031-01-01\n",
        5,
    ),
    "list under mapping": (b"id: a\nsupport:\n  until: 2030-01-01\n  - x\n", 4),
    "mapping under list": (b"id: a\nmodels:\n  - a\n  b: c\ntype: x\n", 4),
    "unclosed dq": (b'id: a\ntype: "camera\nmodels: [a]\nmarkets: [jp]\n', 2),
    "unclosed sq": (b"id: a\ntype: 'camera\nmodels: [a]\nmarkets: [jp]\n", 2),
    "unclosed dq then another": (b'id: a\ntype: "camera\nmodels: ["a"]\nmarkets: [jp]\n', 2),
    "unclosed [": (b"id: a\nmodels: [a, b\ntype: x\nmarkets: [jp]\n", 2),
    "unclosed {": (b"id: a\nname: {en: x\ntype: x\nmarkets: [jp]\n", 2),
    "indent less": (b"id: a\nsupport:\n    until: 2030-01-01\n  sales_start: 2026-01-01\ntype: x\n", 4),
    "indent more": (b"id: a\nsupport:\n  until: 2030-01-01\n    sales_start: 2026-01-01\ntype: x\n", 4),
    "no colon": (b"id: a\ntype camera\nmodels: [a]\n", 2),
    "no colon last": (b"id: a\nmodels: [a]\ntype camera\n", 3),
    "no space": (b"id: a\ntype:camera\nmodels: [a]\n", 2),
    "no space last": (b"id: a\nmodels: [a]\ntype:camera\n", 3),
    "colon in value": (b"id: a\ntype: a: b\nmodels: [a]\n", 2),
    "bad start": (b"id: a\ntype: @x\nmodels: [a]\n", 2),
    "percent": (b"id: a\ntype: `x\n", 2),
    "crlf dup": (b"id: a\r\nname: {en: x}\r\nid: b\r\n", 3),
    "cr dup": (b"id: a\rname: {en: x}\rid: b\r", 3),
    "bom dup": (b"\xef\xbb\xbfid: a\nname: {en: x}\nid: b\n", 3),
    "bom tab crlf": (b"\xef\xbb\xbfid: a\r\nname:\r\n\tja: x\r\n", 3),
    "control": (b"id: a\ntype: x\n# \x07\n", 3),
    "control crlf": (b"id: a\r\ntype: x\r\n# \x07\r\n", 3),
    "control cr": (b"id: a\rtype: x\r# \x07\r", 3),
    "sjis": ("id: a\ntype: x\nname: カメラ\n".encode("cp932"), 3),
    "sjis cr": ("id: a\rtype: x\rname: カメラ\r".encode("cp932"), 3),
    "fullwidth colon": ("id: a\ntype：camera\nmodels: [a]\n".encode(), 2),
    "nel": ("id: a\ntype: x\u2028y\nid: b\n".encode(), 3),
    "two docs": (b"id: a\n---\nid: b\n", 2),
    "alias": (b"id: a\ntype: *x\n", 2),
    "unclosed quote in list": (b'id: a\nmodels:\n  - "a\n  - b\n  - c\ntype: x\n', 3),
    "multiline plain": (b"id: a\ntype: a\n  b\n  c: d\nmodels: [a]\n", 4),
}
UNKNOWN = b"""id: a
name: {en: x}
interfaces:
  - id: web
    kind: network-service
    protocol: https
    colour: red
"""


@pytest.mark.parametrize("name", FAULTY)
def test_a_fault_is_told_at_its_own_line(name: str) -> None:
    data, line = FAULTY[name]
    problems = Problems("product.yaml")

    plain(data, problems)

    assert [each.line for each in problems.found] == [line]


@pytest.mark.parametrize("ends", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("begin", [b"", b"\xef\xbb\xbf"])
def test_an_unknown_field_deep_inside_is_told_at_its_line_however_lines_end(
    ends: bytes, begin: bytes
) -> None:
    with pytest.raises(ProductFileErrors) as told:
        parsed(Product, begin + UNKNOWN.replace(b"\n", ends), shown="product.yaml")

    assert "product.yaml:7" in told.value.message.en


@pytest.mark.parametrize(
    "data",
    [b'id: a\ntype: "a\n  b"\nmodels: [a,\n  b]\n', b"id: a\ntype: |\n  it's\n  \"so\nmodels: [a]\n"],
)
def test_what_goes_over_several_lines_and_ends_is_no_fault(data: bytes) -> None:
    problems = Problems("product.yaml")

    assert plain(data, problems) is not None
    assert problems.found == []
