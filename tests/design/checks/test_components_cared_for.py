"""Parts with supplier and maintenance."""

from mamoru.design.checks import components_cared_for as check
from material.documents import bare, documents, heard


def test_parts_with_supplier_and_date_are_declared() -> None:
    said = heard(check, documents())
    assert said.grades == {"components-cared-for": "declared"}
    assert not said.findings
    assert not said.missing


def test_a_part_whose_maintenance_ended_is_a_finding() -> None:
    said = heard(check, documents(components__0__maintained_until="2026-11-22"))
    assert said.fields == ["components[0].maintained_until"]
    assert said.evidence.refutes == ("components-cared-for",)
    assert not said.shown


def test_a_part_whose_maintenance_ends_today_is_no_finding() -> None:
    said = heard(check, documents(components__0__maintained_until="2026-11-23"))
    assert not said.findings


def test_maintenance_shorter_than_support_is_told_in_the_proof() -> None:
    said = heard(check, documents(components__0__maintained_until="2028-12-31"))
    assert "Linux" in said.shown[0].proof.ja


def test_a_part_without_a_supplier_is_missing() -> None:
    said = heard(check, documents(components__1__supplier=None))
    assert said.lacking == {"components-cared-for"}
    assert not said.shown
    assert not said.findings


def test_software_without_a_date_is_missing() -> None:
    said = heard(check, documents(components__0__maintained_until=None))
    assert said.lacking == {"components-cared-for"}
    assert not said.shown
    assert not said.findings


def test_no_parts_are_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"components-cared-for"}
    assert not said.shown
    assert not said.findings
