"""What counts as a change: components by version, findings by check, path and title."""

from mamoru.evidence import Finding, Location, Severity
from mamoru.jobs.check.changes import component_changes, unmatched
from mamoru.language import both
from mamoru.product import Component


def finding(check: str = "FW-X-001", path: str = "/etc/a", line: int = 1, proof: str = "p") -> Finding:
    return Finding(
        check=check,
        severity=Severity.HIGH,
        title=both("weak"),
        location=Location(path=path, line=line),
        proof=proof,
        remedy=both("mend"),
    )


def test_a_line_that_moved_is_no_change() -> None:
    assert unmatched([finding(line=9, proof="other")], [finding(line=3)]) == ()


def test_another_path_or_check_is_a_change() -> None:
    other = [finding(path="/etc/b"), finding(check="FW-X-002")]

    assert unmatched(other, [finding()]) == tuple(other)


def test_of_two_alike_the_one_whose_proof_is_gone_is_gone() -> None:
    stays, goes = finding(proof="stays"), finding(proof="goes")

    assert unmatched([goes, stays], [stays]) == (goes,)
    assert unmatched([stays], [goes, stays]) == ()


def test_components_come_go_and_change_their_versions() -> None:
    old = [
        Component(name="zlib", version="1.2.11"),
        Component(name="boa"),
        Component(name="curl", version="7"),
    ]
    new = [
        Component(name="zlib", version="1.3.1"),
        Component(name="jq", version="1.7"),
        Component(name="curl", version="7"),
    ]

    changes = component_changes(old, new)

    assert [(change.name, change.old, change.new) for change in changes] == [
        ("boa", ("?",), ()),
        ("jq", (), ("1.7",)),
        ("zlib", ("1.2.11",), ("1.3.1",)),
    ]
    assert [change.told.en for change in changes] == ["boa ? (gone)", "jq 1.7 (new)", "zlib 1.2.11 → 1.3.1"]


def test_one_of_two_versions_gone_is_a_change_of_that_component() -> None:
    old = [Component(name="zlib", version="1.2.11"), Component(name="zlib", version="1.3.1")]

    changes = component_changes(old, old[1:])

    assert [(change.old, change.new) for change in changes] == [(("1.2.11", "1.3.1"), ("1.3.1",))]
