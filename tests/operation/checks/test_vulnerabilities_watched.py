"""The watch of vulnerability information."""

from mamoru.operation.checks import vulnerabilities_watched as check
from material.documents import bare, documents, heard


def test_a_recent_look_with_its_record_is_attested() -> None:
    said = heard(check, documents())
    assert said.grades == {"vulnerabilities-watched": "attested"}
    assert not said.findings
    assert not said.missing


def test_a_look_older_than_twice_the_interval_is_a_finding() -> None:
    said = heard(check, documents(vulnerability_watch__last__on="2026-11-08"))
    assert said.fields == ["vulnerability_watch.last.on"]
    assert said.evidence.refutes == ("vulnerabilities-watched",)
    assert not said.shown


def test_a_look_twice_the_interval_ago_is_not_yet() -> None:
    said = heard(check, documents(vulnerability_watch__last__on="2026-11-09"))
    assert not said.findings


def test_sources_never_looked_at_are_missing() -> None:
    said = heard(check, documents(vulnerability_watch__last=None))
    assert said.lacking == {"vulnerabilities-watched"}
    assert not said.shown
    assert not said.findings


def test_a_look_to_come_is_missing() -> None:
    said = heard(check, documents(vulnerability_watch__last__on="2026-11-30"))
    assert said.lacking == {"vulnerabilities-watched"}
    assert not said.shown
    assert not said.findings


def test_no_watch_is_missing() -> None:
    said = heard(check, bare())
    assert said.lacking == {"vulnerabilities-watched"}
    assert not said.shown
    assert not said.findings
