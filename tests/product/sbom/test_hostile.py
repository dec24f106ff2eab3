"""What a list may hold that no tool writes."""

import pytest

from mamoru.product.sbom import declared_in_bytes


@pytest.mark.parametrize("kind", ["[]", "{}", "null", "7", "true"])
def test_a_component_whose_type_is_no_text_is_still_read(kind: str) -> None:
    text = f'{{"bomFormat": "CycloneDX", "components": [{{"type": {kind}, "name": "x", "version": "1"}}]}}'

    declared = declared_in_bytes(text.encode(), "a.json")

    assert [(c.name, c.version) for c in declared.components] == [("x", "1")]
