"""What a list may hold that no tool writes."""

import pytest

from mamoru.product.sbom import declared_in_bytes


@pytest.mark.parametrize("kind", ["[]", "{}", "null", "7", "true"])
def test_a_component_whose_type_is_no_text_is_still_read(kind: str) -> None:
    text = f'{{"bomFormat": "CycloneDX", "components": [{{"type": {kind}, "name": "x", "version": "1"}}]}}'

    declared = declared_in_bytes(text.encode(), "a.json")

    assert [(c.name, c.version) for c in declared.components] == [("x", "1")]


@pytest.mark.parametrize("encoding", ["Atf-8", "utf-7", "shift_jis", "idna", "x" * 300, "utf-16"])
def test_an_xml_list_of_a_strange_encoding_is_told_not_crashed(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><package><vendor>V</vendor><name>N</name></package>'

    declared = declared_in_bytes(text.encode(), "V.N.pdsc")

    assert declared.unread != () or len(declared.components) <= 1
