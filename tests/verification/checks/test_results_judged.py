"""The checks that judge the verification of a release: what ran, what is open, what was planned."""

from datetime import UTC, date, datetime

import pytest

from mamoru.evidence import Evidence, Finding, Location, Outcome, Results, Severity, Subject
from mamoru.evidence.results import PlannedByHand, Stands
from mamoru.language import both
from mamoru.verification.checks import findings_open, image_checked, tests_passed

DAY = date(2026, 11, 23)
IMAGE = Subject(kind="image", id="a" * 64)
RELEASE = Subject(kind="release", id="kc-1@1.0")


def ran(check: str, *, blind: bool = False, subject: Subject = IMAGE) -> Evidence:
    """A check that ran to its end, or could not look."""
    return Evidence(
        check=check,
        version=1,
        subject=subject,
        outcome=Outcome.INCONCLUSIVE if blind else Outcome.PASS,
        at=datetime(2026, 11, 23, tzinfo=UTC),
        on=DAY,
        reason=both("out of sight") if blind else None,
    )


def weak(check: str, severity: Severity) -> Finding:
    """An open finding."""
    return Finding(
        check=check,
        severity=severity,
        title=both("weak"),
        location=Location(path="x"),
        proof="…",
        remedy=both("mend"),
    )


def judged(
    *evidence: Evidence,
    left: tuple[Finding, ...] = (),
    blind: tuple[Evidence, ...] = (),
    planned: tuple[PlannedByHand, ...] | None = None,
) -> Results:
    """The results of a release."""
    return Results(evidence=evidence, open=left, blind=blind, planned=planned)


def a_plan(*standings: Stands) -> tuple[PlannedByHand, ...]:
    """Planned tests by hand that stand so."""
    return tuple(
        PlannedByHand(id=f"TC-X-{n:02}", title=both("x"), standing=s) for n, s in enumerate(standings)
    )


def told(check: object, results: Results) -> list[str]:
    """What a check says, by the kinds of its observations."""
    return [type(observation).__name__ for observation in check.run(results)]  # type: ignore[attr-defined]


def test_no_grave_finding_is_shown_with_the_share_that_was_looked_at() -> None:
    (said,) = findings_open.run(judged(ran("FW-1"), ran("FW-2")))
    assert said.proof.en == "No critical or high finding is open (2 of 2 checks)."


@pytest.mark.parametrize("check", ["VUL-KNOWN-001", "DOC-DES-010", "TC-AUTH-01", "FW-KEY-001"])
def test_a_grave_finding_of_any_check_or_test_is_open(check: str) -> None:
    assert told(findings_open, judged(ran("FW-1"), left=(weak(check, Severity.HIGH),))) == ["Finding"]


def test_a_small_finding_is_not_counted() -> None:
    assert told(findings_open, judged(ran("FW-1"), left=(weak("X", Severity.MEDIUM),))) == ["Shown"]


@pytest.mark.parametrize(
    "results",
    [
        judged(ran("FW-1"), ran("FW-2", blind=True)),
        judged(ran("FW-1"), blind=(ran("VUL-KNOWN-001", blind=True, subject=RELEASE),)),
    ],
)
def test_nobody_says_that_none_is_open_while_a_check_could_not_look(results: Results) -> None:
    (said,) = findings_open.run(results)
    assert type(said).__name__ == "Inconclusive"
    assert "1 of 2 checks" in said.reason.en


def test_nothing_is_said_where_no_image_was_checked() -> None:
    assert told(findings_open, judged()) == ["Missing"]
    assert told(image_checked, judged()) == ["Missing"]
    assert told(image_checked, judged(ran("FW-1", blind=True))) == ["Missing"]


def test_an_image_is_checked_where_every_check_came_to_its_end() -> None:
    assert told(image_checked, judged(ran("FW-1"), ran("FW-2"))) == ["Shown"]
    (said,) = image_checked.run(judged(ran("FW-1"), ran("FW-2"), ran("FW-3", blind=True)))
    assert "2 of 3 checks" in said.reason.en


@pytest.mark.parametrize(
    ("planned", "says"),
    [
        (("passed", "passed"), "Shown"),
        (("passed", "not-applicable"), "Shown"),
        (("passed", "open"), "Missing"),
        (("passed", "failed"), "Finding"),
        (("failed", "open"), "Finding"),
        (("not-applicable",), "Missing"),
        ((), "Missing"),
    ],
)
def test_the_plan_is_done_only_when_each_of_its_tests_passed(planned: tuple[Stands, ...], says: str) -> None:
    assert told(tests_passed, judged(ran("FW-1"), planned=a_plan(*planned))) == [says]


def test_without_a_plan_no_test_was_passed() -> None:
    assert told(tests_passed, judged(ran("FW-1"))) == ["Missing"]


def test_open_tests_are_counted_and_the_first_are_named() -> None:
    (said,) = tests_passed.run(judged(planned=a_plan("passed", *["open"] * 5)))
    assert said.reason.en == (
        "5 planned tests by hand are not done (1 of 6 tests): TC-X-01, TC-X-02, TC-X-03, and 2 more"
    )
