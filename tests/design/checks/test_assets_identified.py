"""What must be protected."""

from mamoru.design.checks import assets_identified as check
from material.documents import bare, documents, heard


def test_data_and_functions_are_declared() -> None:
    said = heard(check, documents())
    assert said.grades == {"assets-identified": "declared"}
    assert not said.findings
    assert not said.missing


def test_neither_is_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"assets-identified"}
    assert not said.shown
    assert not said.findings


def test_functions_alone_are_assets_too() -> None:
    said = heard(check, documents(data=None, risks=None))
    assert said.grades == {"assets-identified": "declared"}
