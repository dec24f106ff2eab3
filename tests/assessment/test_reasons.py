"""Why a requirement stands as it does, in words, and what is to be done next."""

from datetime import date

import msgspec
import pytest

from mamoru.assessment import State
from mamoru.assessment.claims import standings
from mamoru.assessment.result import ClaimState, RequirementStanding
from mamoru.catalog import Requirement
from mamoru.evidence import Evidence, Finding, Grade, Severity
from mamoru.language import Text, both
from mamoru.product.model import Acceptance
from material.assessments import assessed, catalogue, evidence, finding, requirement, shown

ALL = requirement(all=("c0", "c1", "c2"))
DECLARED = requirement(all=("c0", "c1"), grade=Grade.ATTESTED)


def standing(
    asked: Requirement, *seen: Evidence, accepted: tuple[Acceptance, ...] = ()
) -> RequirementStanding:
    return assessed(catalogue(asked), seen, accepted=accepted).standards[0].requirements[0]


def said(asked: Requirement, *seen: Evidence) -> tuple[str, str, str | None]:
    found = standing(asked, *seen)
    return found.reason.ja, found.reason.en, found.next.en if found.next else None


def test_what_holds_says_at_which_grade() -> None:
    assert said(ALL, evidence(shows=shown("c0", "c1", "c2"))) == (
        "求められることがすべて示されています（計測）。",
        "Everything asked is shown (measured).",
        None,
    )


def test_what_holds_in_part_counts_the_points_and_names_what_lacks() -> None:
    assert said(ALL, evidence(shows=shown("c1"))) == (
        "3点のうち1点が示されています。足りないもの: 「c0」、「c2」。",
        "1 of 3 points are shown. Lacking: c0; c2.",
        "how c0",
    )


def test_what_nothing_shows_is_named() -> None:
    assert said(ALL) == (
        "証跡がありません: 「c0」、「c1」、「c2」。", "Nothing shows: c0; c1; c2.", "how c0"
    )  # fmt: skip


def test_what_is_shown_too_weakly_says_which_grade_it_needs_and_what_else_lacks() -> None:
    weak = shown("c0", grade=Grade.DECLARED)
    assert said(DECLARED, evidence(shows=weak)) == (
        "記載だけでは足りません（必要な確かさ: 確認記録）: 「c0」。ほかに足りないもの: 「c1」。",
        "A lower grade is not enough (needed: attested): c0. Also lacking: c1.",
        "how c0",
    )
    both_weak = shown("c0", "c1", grade=Grade.DECLARED)
    assert said(DECLARED, evidence(shows=both_weak))[1] == (
        "A lower grade is not enough (needed: attested): c0; c1."
    )


def test_what_could_not_be_looked_at_is_told_by_reason_with_what_lacks_beside() -> None:
    one = evidence("X-1", undecided=("c0",))
    found = said(ALL, one)
    assert found[1].startswith("c0: Cannot be decided: ")
    assert found[1].endswith(". Also lacking: c1; c2.")
    assert found[0].endswith("。ほかに足りないもの: 「c1」、「c2」。")
    two = evidence("X-1", undecided=("c0", "c1"), shows=shown("c2"))
    assert said(ALL, two)[1].startswith("c0; c1: Cannot be decided: ")
    assert "Also lacking" not in said(ALL, two)[1]
    assert said(requirement(all=("c0",)), one)[1].startswith("c0: Cannot be decided: ")


def test_what_falls_short_tells_each_worst_weakness_once_and_what_lacks_beside() -> None:
    here, there = finding("c0"), finding("c1", path="/etc/passwd", severity=Severity.CRITICAL)
    found = said(ALL, evidence(findings=(here, there)))
    assert found == (
        "weak（/etc/passwd）／weak（/etc/shadow）。ほかに足りないもの: 「c2」。",
        "weak (/etc/passwd); weak (/etc/shadow). Also lacking: c2.",
        "mend",
    )
    same = finding("c0", "c1")
    assert said(ALL, evidence(findings=(same,), shows=shown("c2")))[1] == "weak (/etc/shadow)"
    more = (finding("c0"), finding("c0", path="/a"), finding("c0", path="/b"))
    assert said(requirement(all=("c0",)), evidence(findings=more))[1] == "weak (/a, and 2 more)"


@pytest.mark.parametrize(
    ("first", "second", "least"),
    [
        (Grade.DECLARED, Grade.MEASURED, Grade.DECLARED),
        (Grade.MEASURED, Grade.ATTESTED, Grade.ATTESTED),
        (Grade.MEASURED, Grade.MEASURED, Grade.MEASURED),
    ],
)
def test_the_grade_of_a_requirement_is_the_least_of_its_points(
    first: Grade, second: Grade, least: Grade
) -> None:
    seen = evidence("X-1", shows=shown("c0", grade=first)), evidence("X-2", shows=shown("c1", grade=second))
    assert standing(requirement(all=("c0", "c1")), *seen).grade is least


def test_of_alternatives_the_best_counts() -> None:
    seen = (
        evidence("X-1", shows=shown("c0", grade=Grade.DECLARED)),
        evidence("X-2", shows=shown("c1", grade=Grade.MEASURED)),
        evidence("X-3", findings=(finding("c2", check="X-3"),)),
    )
    found = standing(requirement(any=("c0", "c1", "c2")), *seen)
    assert (found.state, found.grade) == (State.HOLDS, Grade.MEASURED)
    assert standing(requirement(any=("c2", "c3")), *seen).state is State.NOT_SHOWN


def test_an_acceptance_is_told_with_its_signer_its_end_and_its_reason() -> None:
    accepted = Acceptance(requirement="s:r", by="Sato", until=date(2026, 12, 31), why="until the next model")
    found = standing(ALL, evidence(findings=(finding("c0"),)), accepted=(accepted,))
    assert found.state is State.ACCEPTED
    assert found.reason.en == "Accepted by Sato until 2026-12-31: until the next model"
    grave = evidence(findings=(finding("c0", severity=Severity.CRITICAL),))
    refused = standing(ALL, grave, accepted=(accepted,))
    assert refused.state is State.FALLS_SHORT
    assert refused.reason.en.startswith("Sato accepted it, but a critical weakness is open")


def claim(*seen: Evidence, accepts: bool = False) -> tuple[ClaimState, str, tuple[str, ...], str]:
    found = standings(seen, lambda finding: accepts)["c0"]
    return found.state, found.reason.en, found.evidence, str(found.where) if found.where else ""


def test_a_claim_says_why_it_stands_so_and_by_which_evidence() -> None:
    told = evidence(shows=shown("c0"))
    assert claim(told) == (ClaimState.SHOWN, "seen", (told.id,), "")
    lost = evidence(findings=(finding("c0"),))
    assert claim(lost) == (ClaimState.REFUTED, "weak (/etc/shadow)", (lost.id,), "/etc/shadow")
    assert claim(lost, accepts=True) == (
        ClaimState.ACCEPTED, "The weakness is accepted: weak", (lost.id,), ""
    )  # fmt: skip
    blind = evidence(undecided=("c0",))
    assert claim(blind)[0] is ClaimState.UNDECIDED
    assert claim(blind)[1].startswith("Cannot be decided: ")
    assert claim(blind)[2] == (blind.id,)
    silent = evidence(missing=("c0",))
    assert claim(silent)[0] is ClaimState.NOTHING
    assert claim(silent)[2] == (silent.id,)


def test_a_claim_names_where_it_is_shown_best() -> None:
    weak = msgspec.structs.replace(shown("c0", grade=Grade.DECLARED)[0], proof=both("written"))
    strong = msgspec.structs.replace(shown("c0")[0], location=finding("c0").location, proof=both("measured"))
    found = claim(evidence("X-1", shows=(weak,)), evidence("X-2", shows=(strong,)))
    assert found[1:2] + found[3:] == ("measured", "/etc/shadow")


def test_of_several_weaknesses_the_gravest_is_told_then_the_first_by_place() -> None:
    found = (
        finding("c0", path="/b"),
        finding("c0", path="/a"),
        finding("c0", path="/z", severity=Severity.CRITICAL),
    )
    assert claim(evidence(findings=found))[1] == "weak (/z, and 2 more)"
    assert claim(evidence(findings=found[:2]))[1] == "weak (/a, and 1 more)"


def test_what_a_weakness_asks_for_comes_before_what_is_merely_not_shown() -> None:
    low = evidence(findings=(finding("c0", severity=Severity.LOW),))
    high = evidence(findings=(finding("c0"),))
    first = [each.check for each in assessed(catalogue(ALL), [high]).next_actions]
    assert first[0] == "X-1"
    assert [each.check for each in assessed(catalogue(ALL), [low]).next_actions][-1] == "X-1"


def test_an_action_says_what_who_and_for_which_requirements() -> None:
    two = catalogue(ALL, requirement("q", all=("c0",)))
    mend, show, *_ = assessed(
        two, [evidence(findings=(finding("c0"), finding("c0", path="/a")))]
    ).next_actions
    assert (mend.title.en, mend.what.en, mend.who, mend.more, mend.requirements) == (
        "weak", "mend", "developer", 1, ("s:q", "s:r")
    )  # fmt: skip
    assert (str(mend.location), mend.claims, mend.severity) == ("/a", ("c0",), Severity.HIGH)
    assert (show.title.en, show.what.en, show.requirements) == ("c1", "how c1", ("s:r",))
    assert show.why == Text(
        "示す証跡がないため、買い手にも自社にも分かりません。",
        "Nothing shows it, neither to a buyer nor to yourselves.",
    )


def test_a_weakness_that_is_told_by_its_own_words_says_so() -> None:
    bare, worded = finding("c0"), msgspec.structs.replace(finding("c0"), why=both("it is open"))

    def why(each: Finding) -> str:
        return assessed(catalogue(ALL), [evidence(findings=(each,))]).next_actions[0].why.en

    assert (why(bare), why(worded)) == ("weak", "it is open")
