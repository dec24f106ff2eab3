"""Parts inside parts of a CycloneDX list: what is no list of them is told, and never passed over."""

import json

import pytest

from mamoru.product.sbom.formats.cyclonedx_json import parts
from mamoru.product.sbom.part import Missed, Part

OPENSSL = {"type": "library", "name": "openssl", "version": "1.1.1k"}


def read(within: object) -> tuple[list[str], int]:
    """The names of the parts, and how many entries were missed."""
    outer = {"type": "library", "name": "zlib", "version": "1.3.2", "components": within}
    body = json.dumps({"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [outer]}).encode()
    found = list(parts("bill.json", body))
    return [p.name for p in found if isinstance(p, Part)], sum(isinstance(p, Missed) for p in found)


def test_parts_inside_a_part_are_read() -> None:
    assert read([OPENSSL]) == (["zlib", "openssl"], 0)


@pytest.mark.parametrize("within", [OPENSSL, "openssl", 7, [OPENSSL, "x"]])
def test_what_is_no_list_of_parts_is_told(within: object) -> None:
    assert read(within)[1] == 1


@pytest.mark.parametrize("within", [None, []])
def test_nothing_inside_is_nothing_missed(within: object) -> None:
    assert read(within) == (["zlib"], 0)
