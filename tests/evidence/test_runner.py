"""Checks run contained: what one of them does to itself is its own result, and the others go on."""

import pytest

from mamoru.evidence import Check, Evidence, Outcome, Subject
from mamoru.evidence.fold import MOST_FINDINGS, Occasion
from mamoru.evidence.registry import Registered
from mamoru.evidence.runner import Job, run_all, run_here
from material.assessments import AT, DAY
from material.checks import crashes, endless, exits, finds, floods, greedy, prints, quiet, raises

SUBJECT = Subject(kind="image", id="a" * 64)
OCCASION = Occasion(subject=SUBJECT, at=AT, on=DAY, source="test")


def job(module: str, check: Check, loader: str = "load_word") -> tuple[Job, Check]:
    """The check in `material.checks.MODULE` on the word `/etc/shadow`."""
    return (
        Job(
            module=f"material.checks.{module}",
            loader=f"material.contained:{loader}",
            argument="/etc/shadow",
            occasion=OCCASION,
        ),
        check,
    )


@pytest.fixture(scope="module")
def together() -> dict[str, Evidence]:
    """Well and badly behaved checks, run side by side in two processes."""
    jobs = [
        job("quiet", quiet.CHECK),
        job("crashes", crashes.CHECK),
        job("endless", endless.CHECK),
        job("raises", raises.CHECK),
        job("greedy", greedy.CHECK),
        job("floods", floods.CHECK),
        job("finds", finds.CHECK),
    ]
    results = run_all(jobs, workers=2)
    assert [result.check for result in results] == [check.id for _, check in jobs]
    return {result.check: result for result in results}


def test_a_check_that_finds_nothing_passes(together: dict[str, Evidence]) -> None:
    assert together["T-QUIET"].outcome is Outcome.PASS


def test_a_check_sees_what_its_loader_gave(together: dict[str, Evidence]) -> None:
    assert together["T-FINDS"].outcome is Outcome.FAIL
    assert together["T-FINDS"].findings[0].location.path == "/etc/shadow"


@pytest.mark.parametrize(
    ("check", "why"), [("T-CRASHES", "crash"), ("T-ENDLESS", "> 1 s"), ("T-GREEDY", "MemoryError")]
)
def test_a_check_that_dies_or_never_ends_is_inconclusive_and_says_why(
    together: dict[str, Evidence], check: str, why: str
) -> None:
    result = together[check]
    assert (result.outcome, result.undecided, result.shows) == (Outcome.INCONCLUSIVE, ("c0",), ())
    assert result.reason is not None
    assert why in result.reason.en
    assert result.reason.ja != result.reason.en


def test_a_check_that_raises_keeps_its_findings_and_leaves_the_rest_undecided(
    together: dict[str, Evidence],
) -> None:
    result = together["T-RAISES"]
    assert (result.outcome, result.refutes, result.undecided) == (Outcome.FAIL, ("c0",), ("c1",))
    assert result.reason is not None
    assert "IndexError: past the end" in result.reason.en


def test_ten_thousand_findings_are_cut_off_and_say_so(together: dict[str, Evidence]) -> None:
    result = together["T-FLOODS"]
    assert (result.outcome, len(result.findings)) == (Outcome.FAIL, MOST_FINDINGS)
    assert result.reason is not None
    assert str(MOST_FINDINGS) in result.reason.en


def test_a_subject_that_cannot_be_loaded_is_inconclusive_and_prints_nothing(
    capfd: pytest.CaptureFixture[str],
) -> None:
    results = run_all([job("quiet", quiet.CHECK, "load_broken"), job("finds", finds.CHECK)], workers=0)
    assert [result.outcome for result in results] == [Outcome.INCONCLUSIVE, Outcome.FAIL]
    assert capfd.readouterr().err == ""


def test_no_job_is_no_evidence() -> None:
    assert run_all([]) == []


def test_progress_ends_at_the_whole() -> None:
    told: list[float | None] = []
    run_all([job("quiet", quiet.CHECK)], progress=lambda _, share: told.append(share))
    assert told[-1] == 1.0


def test_checks_of_our_own_values_run_in_this_process() -> None:
    results = run_here([Registered(check=finds.CHECK, module="material.checks.finds")], "here", OCCASION)
    assert [f.location.path for result in results for f in result.findings] == ["here"]


def test_a_check_that_leaves_does_not_end_the_command_with_its_status() -> None:
    [result] = run_here([Registered(check=exits.CHECK, module="material.checks.exits")], "", OCCASION)
    assert (result.outcome, result.undecided) == (Outcome.INCONCLUSIVE, ("c0",))
    assert result.reason is not None
    assert "SystemExit" in result.reason.en


def test_what_a_check_prints_never_mixes_with_the_output(capfd: pytest.CaptureFixture[str]) -> None:
    [result] = run_all([job("prints", prints.CHECK)])
    assert capfd.readouterr().out == ""
    assert result.reason is not None
    assert "str is no observation" in result.reason.en
