"""Debug interfaces left open."""

from mamoru.design.checks import debug_guarded as check
from material.documents import documents, heard


def test_a_disabled_debug_interface_is_declared() -> None:
    said = heard(check, documents())
    assert said.grades == {"debug-closed": "declared"}
    assert not said.findings
    assert not said.missing


def test_a_debug_interface_said_to_be_enabled_is_a_finding() -> None:
    said = heard(check, documents(interfaces__3__enabled="true"))
    assert said.fields == ["interfaces[3]"]
    assert said.evidence.refutes == ("debug-closed",)
    assert not said.shown


def test_a_debug_interface_that_asks_nobody_is_a_finding() -> None:
    said = heard(check, documents(interfaces__3__enabled=None, interfaces__3__authentication="none"))
    assert said.fields == ["interfaces[3]"]
    assert said.evidence.refutes == ("debug-closed",)
    assert not said.shown


def test_a_guarded_debug_interface_is_no_finding() -> None:
    said = heard(check, documents(interfaces__3__enabled="true", interfaces__3__protection="固有鍵"))
    assert not said.findings
    assert said.grades == {"debug-closed": "declared"}


def test_words_do_not_guard_a_debug_interface_that_asks_nobody() -> None:
    bent = {"interfaces__3__enabled": "true", "interfaces__3__protection": "ケースの中にある"}
    said = heard(check, documents(**bent, interfaces__3__authentication="none"))
    assert said.fields == ["interfaces[3]"]
    assert said.evidence.refutes == ("debug-closed",)
    assert not heard(check, documents(**bent, interfaces__3__authentication="key")).findings


def test_a_debug_interface_that_says_nothing_is_missing() -> None:
    said = heard(check, documents(interfaces__3__enabled=None))
    assert said.lacking == {"debug-closed"}
    assert not said.shown
    assert not said.findings


def test_no_debug_interface_listed_proves_nothing() -> None:
    said = heard(check, documents(interfaces__3=None))
    assert said.lacking == {"debug-closed"}
    assert not said.shown
    assert not said.findings
