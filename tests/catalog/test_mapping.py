"""The mapping between standards explains; it never carries a state."""

from pathlib import Path

import mamoru.assessment
from mamoru.catalog import catalog

THE_CATALOG = catalog()
FOLDER = Path(mamoru.assessment.__file__).parent


def test_every_point_of_the_guide_is_mapped_to_the_iot_security_guideline_but_outside_advice():
    mapped = {e.from_ for e in THE_CATALOG.mapping if e.to.startswith("iot-gl:")}
    guide = {f"guide:{r.id}" for r in THE_CATALOG.standard("guide").requirements}

    assert guide - mapped == {"guide:M4.2"}


def test_an_entry_from_the_guide_is_never_called_stated_for_its_own_table_could_not_be_read():
    assert all(e.basis == "judged" for e in THE_CATALOG.mapping if e.from_.startswith("guide:"))


def test_stated_entries_name_their_document():
    stated = [e for e in THE_CATALOG.mapping if e.basis == "stated"]

    assert stated
    assert all(e.source for e in stated)


def test_the_assessment_knows_neither_mapping_nor_relation():
    code = "".join(file.read_text(encoding="utf-8") for file in FOLDER.glob("*.py"))

    assert "requirement" in code
    assert ".mapping" not in code
    assert ".relation" not in code
