"""Deletion of stored data."""

from mamoru.design.checks import deletion_designed as check
from material.documents import bare, documents, heard


def test_a_way_of_deletion_is_declared() -> None:
    said = heard(check, documents())
    assert said.grades == {"reset-erases-data": "declared"}
    assert not said.findings
    assert not said.missing


def test_data_without_a_way_of_deletion_is_missing() -> None:
    said = heard(check, documents(data__0__deletion=None))
    assert said.lacking == {"reset-erases-data"}
    assert not said.shown
    assert not said.findings


def test_firmware_is_not_the_users_to_delete() -> None:
    said = heard(
        check, documents(data__1={"id": "fw", "kind": "firmware", "description": "x", "stored": "flash"})
    )
    assert said.grades == {"reset-erases-data": "declared"}


def test_no_stored_data_is_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"reset-erases-data"}
    assert not said.shown
    assert not said.findings
