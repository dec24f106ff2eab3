"""What a check yields becomes one piece of evidence that never says more than was seen."""

from collections.abc import Iterable, Iterator

import pytest

from mamoru.evidence import (
    Evidence,
    Grade,
    Inconclusive,
    Location,
    Missing,
    NotApplicable,
    Observation,
    Outcome,
    Silence,
)
from mamoru.evidence.fold import Occasion, broken, evidence_of
from mamoru.language import Text, both
from mamoru.looked import Seen, looked_at
from material.assessments import AT, DAY, IMAGE, shown
from material.metadata import a_check

OCCASION = Occasion(subject=IMAGE, at=AT, on=DAY)
CHECK = a_check("T-1", claims=("c0", "c1"))
HIDDEN = Text("見えない", "out of sight")
FOUND = CHECK.finding(at=Location(path="/etc/shadow"), proof="seen", refutes=["c0"])


class Half:
    """A subject half of which cannot be seen."""

    def __init__(
        self, obstacle: Text | None = None, beside: Text | None = None, hidden: Text | None = HIDDEN
    ) -> None:
        self.why = obstacle
        self.hidden = hidden
        self.beside = beside

    def obstacle(self, needs: tuple[str, ...]) -> Text | None:
        """Why a check cannot look at all."""
        return self.why

    def beside_the_point(self, needs: tuple[str, ...]) -> Text | None:
        """Why a check has nothing to look at."""
        return self.beside

    def blind_spot(self) -> Text | None:
        """Why silence is no proof."""
        return self.hidden


def folded(*seen: Observation, looked_at: object = None, silence: Silence = Silence.SHOWS) -> Evidence:
    """The evidence of a check on c0 and c1 that yields `seen`."""
    return evidence_of(
        a_check("T-1", claims=("c0", "c1"), silence=silence), lambda _: iter(seen), looked_at, OCCASION
    )


def test_silence_shows_every_claim_at_the_checks_grade() -> None:
    result = folded()
    assert (result.outcome, [(s.claim, s.grade) for s in result.shows]) == (
        Outcome.PASS,
        [("c0", Grade.MEASURED), ("c1", Grade.MEASURED)],
    )


def test_silence_of_a_check_that_only_knows_the_bad_shows_nothing() -> None:
    result = folded(silence=Silence.SAYS_NOTHING)
    assert (result.outcome, result.shows) == (Outcome.NOT_SHOWN, ())


def test_silence_about_what_is_half_out_of_sight_is_undecided() -> None:
    result = folded(looked_at=Half())
    assert (result.outcome, result.undecided, result.reason) == (Outcome.INCONCLUSIVE, ("c0", "c1"), HIDDEN)


def test_a_finding_in_what_is_half_out_of_sight_still_refutes() -> None:
    result = folded(FOUND, looked_at=Half())
    assert (result.outcome, result.refutes, result.undecided) == (Outcome.FAIL, ("c0",), ("c1",))


def test_a_subject_without_what_a_check_needs_is_not_looked_at() -> None:
    result = folded(FOUND, looked_at=Half(both("no root file system")))
    assert (result.outcome, result.findings, result.undecided) == (Outcome.INCONCLUSIVE, (), ("c0", "c1"))


def test_a_subject_of_another_kind_is_not_applicable_and_says_why() -> None:
    result = folded(FOUND, looked_at=Half(beside=both("it has no accounts"), hidden=None))
    assert (result.outcome, result.findings, result.reason) == (
        Outcome.NOT_APPLICABLE,
        (),
        both("it has no accounts"),
    )


def test_a_subject_half_out_of_sight_may_be_of_another_kind_only_in_what_is_seen() -> None:
    assert folded(looked_at=Half(beside=both("it has no accounts"))).outcome is Outcome.INCONCLUSIVE


def test_what_is_refuted_is_not_shown_by_the_same_run() -> None:
    result = folded(*shown("c0", "c1"), FOUND)
    assert (result.outcome, result.refutes, [s.claim for s in result.shows]) == (
        Outcome.FAIL,
        ("c0",),
        ["c1"],
    )


def test_a_finding_beside_silence_shows_no_other_claim() -> None:
    assert folded(FOUND).shows == ()


def test_what_is_missing_is_neither_shown_nor_refuted() -> None:
    result = folded(Missing(claims=("c0", "c1"), reason=HIDDEN))
    assert (result.outcome, result.shows, result.refutes, result.undecided) == (Outcome.NOT_SHOWN, (), (), ())


def test_not_applicable_says_why_and_shows_nothing() -> None:
    result = folded(NotApplicable(reason=HIDDEN))
    assert (result.outcome, result.reason, result.shows) == (Outcome.NOT_APPLICABLE, HIDDEN, ())


def test_inconclusive_leaves_undecided_what_was_not_spoken_of() -> None:
    result = folded(*shown("c0"), Inconclusive(reason=HIDDEN))
    assert (result.outcome, result.undecided, [s.claim for s in result.shows]) == (
        Outcome.INCONCLUSIVE,
        ("c1",),
        ["c0"],
    )


def test_a_check_that_breaks_off_shows_nothing_of_what_it_had_shown() -> None:
    def breaking(_: object) -> Iterator[Observation]:
        yield from shown("c0", "c1")
        raise ValueError("half way")

    result = evidence_of(CHECK, breaking, None, OCCASION)
    assert (result.outcome, result.shows, result.undecided) == (Outcome.INCONCLUSIVE, (), ("c0", "c1"))


def test_findings_do_not_hide_that_a_check_broke_off() -> None:
    def breaking(_: object) -> Iterator[Observation]:
        yield CHECK.finding(at=Location(path="/a"), proof="seen")
        raise ValueError("half way")

    result = evidence_of(CHECK, breaking, None, OCCASION)
    assert result.outcome is Outcome.FAIL
    assert result.reason is not None
    assert "half way" in result.reason.ja


@pytest.mark.parametrize(
    "error", [RecursionError(), MemoryError(), KeyError("x"), UnicodeDecodeError("u", b"", 0, 1, "")]
)
def test_whatever_a_check_raises_becomes_a_reason(error: Exception) -> None:
    def breaking(_: object) -> Iterable[Observation]:
        raise error

    result = evidence_of(CHECK, breaking, None, OCCASION)
    assert result.outcome is Outcome.INCONCLUSIVE
    assert result.reason is not None
    assert type(error).__name__ in result.reason.en


def test_a_file_that_is_no_check_is_inconclusive_evidence_under_its_own_name() -> None:
    result = broken("mamoru.design.checks.x", "SyntaxError: line 3", OCCASION)
    assert (result.check, result.outcome) == ("mamoru.design.checks.x", Outcome.INCONCLUSIVE)
    assert result.reason is not None
    assert "line 3" in result.reason.en


class Counted(Half):
    """A subject that knows how much of it was looked at."""

    def __init__(self, asked: int, answered: int) -> None:
        super().__init__(hidden=None)
        self.looked = looked_at(Seen.COMPONENTS, asked, answered, ())


def test_what_silence_shows_tells_the_share_that_was_looked_at() -> None:
    result = folded(looked_at=Counted(22, 20))
    assert {o.proof.en for o in result.shows} == {
        "Nothing was found in what was looked at (20 of 22 components)."
    }
    assert {o.proof.ja for o in result.shows} == {
        "調べた範囲（部品 20 / 22 点）で問題は見つかりませんでした。"
    }


def test_silence_about_nothing_shows_nothing() -> None:
    result = folded(looked_at=Counted(22, 0))
    assert (result.outcome, result.shows) == (Outcome.INCONCLUSIVE, ())
    assert result.undecided == ("c0", "c1")
    assert folded(FOUND, looked_at=Counted(22, 0)).outcome is Outcome.FAIL
