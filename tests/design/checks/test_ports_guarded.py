"""Physical ports."""

from mamoru.design.checks import ports_guarded as check
from material.documents import bare, documents, heard


def test_a_port_with_its_protection_is_declared() -> None:
    said = heard(check, documents())
    assert said.grades == {"physical-ports-guarded": "declared"}
    assert not said.findings
    assert not said.missing


def test_a_port_outside_that_asks_nobody_is_a_finding() -> None:
    said = heard(check, documents(interfaces__4__protection=None, interfaces__4__authentication="none"))
    assert said.fields == ["interfaces[4].authentication"]
    assert said.evidence.refutes == ("physical-ports-guarded",)
    assert not said.shown


def test_the_same_port_inside_the_case_is_no_finding() -> None:
    said = heard(
        check,
        documents(
            interfaces__4__protection=None,
            interfaces__4__authentication="none",
            interfaces__4__exposure="board",
        ),
    )
    assert said.lacking == {"physical-ports-guarded"}
    assert not said.shown
    assert not said.findings


def test_a_port_that_says_nothing_is_missing() -> None:
    said = heard(check, documents(interfaces__4__protection=None))
    assert said.lacking == {"physical-ports-guarded"}
    assert not said.shown
    assert not said.findings


def test_no_interfaces_are_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"physical-ports-guarded"}
    assert not said.shown
    assert not said.findings
