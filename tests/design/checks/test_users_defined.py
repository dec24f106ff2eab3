"""Users and use cases."""

from mamoru.design.checks import users_defined as check
from material.documents import bare, documents, heard


def test_users_and_uses_are_declared() -> None:
    said = heard(check, documents())
    assert said.grades == {"users-and-uses-defined": "declared"}
    assert not said.findings
    assert not said.missing


def test_neither_is_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"users-and-uses-defined"}
    assert not said.shown
    assert not said.findings


def test_users_without_uses_are_missing() -> None:
    said = heard(check, documents(use_cases=None))
    assert said.lacking == {"users-and-uses-defined"}
    assert not said.shown
    assert not said.findings


def test_a_placeholder_is_no_use() -> None:
    said = heard(check, documents(use_cases__0__description="TODO"))
    assert said.lacking == {"users-and-uses-defined"}
    assert not said.shown
    assert not said.findings
