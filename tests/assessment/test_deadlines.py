"""Days that the files name, told before they come: 90 and 30 days ahead, and once they are over."""

from datetime import date, timedelta

import pytest

from mamoru.assessment.deadlines import Answer, Deadline, Kind, Nearness, deadlines
from mamoru.product.maker import Act, Maker, Name, Policy
from mamoru.product.model import Acceptance, BoardPart, Product, Risk, Support

DAY = date(2026, 11, 23)
NAME = Name(ja="カメラ", en="Camera")


def of(
    product: Product | None = None, policy: Policy | None = None, answers: tuple[Answer, ...] = ()
) -> tuple[Deadline, ...]:
    """The deadlines of a product and a policy on the day."""
    made = product or Product(id="nc", name=NAME)
    return deadlines(made, Maker(id="aoba", name=NAME, policy=policy), DAY, answers)


def supported(until: date) -> Deadline:
    """The end of support as a deadline."""
    return of(Product(id="nc", name=NAME, support=Support(until=until)))[0]


@pytest.mark.parametrize(
    ("until", "nearness", "left"),
    [
        (date(2026, 11, 22), Nearness.OVER, "1日超過"),
        (date(2026, 11, 23), Nearness.SOON, "今日"),
        (date(2026, 12, 23), Nearness.SOON, "あと30日"),
        (date(2026, 12, 24), Nearness.COMING, "あと31日"),
        (date(2027, 2, 21), Nearness.COMING, "あと90日"),
        (date(2027, 2, 22), Nearness.LATER, "あと91日"),
    ],
)
def test_support_is_told_90_and_30_days_before_it_ends(until: date, nearness: Nearness, left: str) -> None:
    found = supported(until)
    assert (found.kind, found.nearness, found.left.ja) == (Kind.SUPPORT, nearness, left)
    assert found.warned is (nearness is not Nearness.LATER)


def test_a_policys_review_comes_its_own_period_after_the_last_one() -> None:
    reviews = (Act(on=date(2026, 1, 10), by="山田"), Act(on=date(2025, 1, 10), by="山田"))
    assert of(policy=Policy(reviews=reviews))[0].on == date(2027, 1, 10)


def test_a_review_that_is_only_planned_does_not_move_the_day() -> None:
    policy = Policy(
        approved=Act(on=date(2025, 11, 1), by="山田"), reviews=(Act(on=date(2026, 12, 1), by="山田"),)
    )
    assert (of(policy=policy)[0].on, of(policy=policy)[0].nearness) == (date(2026, 11, 1), Nearness.OVER)


def test_what_names_no_day_has_no_deadline() -> None:
    assert of() == ()
    assert of(policy=Policy()) == ()


def test_what_is_longest_over_comes_first() -> None:
    product = Product(
        id="nc",
        name=NAME,
        components=(BoardPart(name="Linux 5.15", kind="os", maintained_until=date(2026, 12, 31)),),
        accepted=(Acceptance(check="FW-SVC-001", by="山田", until=date(2026, 10, 1), why="次の版"),),
    )
    assert [each.kind for each in of(product)] == [Kind.ACCEPTANCE, Kind.PART]


def test_a_decision_on_a_vulnerability_that_ends_is_told_as_an_acceptance_is() -> None:
    (found,) = of(answers=(Answer(id="CVE-2022-0778", by="山田", until=date(2026, 12, 1)),))
    assert (found.kind, found.nearness, found.who) == (Kind.ACCEPTANCE, Nearness.SOON, "security")
    assert "CVE-2022-0778" in found.what.ja
    assert "vulns decide" in found.act.en


EVERY = Product(
    id="nc",
    name=NAME,
    support=Support(until=date(2026, 11, 23)),
    components=(
        BoardPart(name="Linux 5.15", kind="os", maintained_until=date(2026, 12, 31)),
        BoardPart(name="SoC", kind="soc"),
    ),
    accepted=(
        Acceptance(check="FW-SVC-001", path="/etc/inittab", by="山田", until=date(2026, 10, 1), why="次の版"),
        Acceptance(requirement="guide:1C.2", by="佐藤", until=date(2027, 1, 1), why="次の版"),
    ),
    risks=(
        Risk(id="r1", threat="盗み聞き", decision="accept", until=date(2026, 12, 2)),
        Risk(id="r2", threat="なりすまし", decision="accept", reviewed=Act(on=date(2026, 3, 1), by="山田")),
        Risk(id="r3", threat="妨害", decision="mitigate", until=date(2026, 12, 3)),
        Risk(id="r4", threat="停止", decision="accept"),
    ),
)  # fmt: skip


def test_each_day_says_what_ends_what_to_do_and_whose_it_is() -> None:
    policy = Policy(approved=Act(on=DAY, by="山田"))
    answers = (Answer(id="CVE-2022-0778", by="鈴木", until=date(2026, 12, 1)),)

    assert [(str(d.on), d.days, d.kind.value, d.who, d.what.en, d.act.en) for d in of(EVERY, policy, answers)] == [
        ("2026-10-01", -53, "acceptance", "security", "End of an acceptance: FW-SVC-001 /etc/inittab (山田)",
         "Mend it, or accept it anew until a day."),
        ("2026-11-23", 0, "support", "executive", "End of support",
         "Tell the users; extend the period or name a successor."),
        ("2026-12-01", 8, "acceptance", "security", "End of the decision on CVE-2022-0778 (鈴木)",
         "Mend it, or decide anew with mamoru vulns decide."),
        ("2026-12-02", 9, "acceptance", "security", "End of the acceptance of a threat: 盗み聞き",
         "Mend it, or accept it anew until a day."),
        ("2026-12-31", 38, "part", "developer", "End of maintenance of a part: Linux 5.15",
         "Plan the move to a part that is maintained."),
        ("2027-01-01", 39, "acceptance", "security", "End of an acceptance: guide:1C.2 (佐藤)",
         "Mend it, or accept it anew until a day."),
        ("2027-03-01", 98, "acceptance", "security", "End of the acceptance of a threat: なりすまし",
         "Mend it, or accept it anew until a day."),
        ("2027-11-23", 365, "review", "executive", "First review of the product security policy",
         "Enter the outcome under policy.reviews in maker.yaml, even where nothing changed."),
    ]  # fmt: skip


def test_a_review_of_the_day_itself_counts_and_is_no_first_one() -> None:
    policy = Policy(approved=Act(on=date(2025, 1, 1), by="山田"), reviews=(Act(on=DAY, by="山田"),))
    (found,) = of(policy=policy)
    assert (found.on, found.what.en) == (date(2027, 11, 23), "Review of the product security policy")
    later = Policy(approved=Act(on=DAY, by="山田"), reviews=(Act(on=date(2025, 1, 1), by="山田"),))
    assert of(policy=later)[0].what.en == "First review of the product security policy"


def test_once_support_is_over_there_is_another_thing_to_do() -> None:
    assert supported(date(2026, 11, 22)).act.en.startswith("New vulnerabilities are not mended")
    assert supported(date(2026, 11, 23)).act.en.startswith("Tell the users")


@pytest.mark.parametrize(
    ("days", "left"), [(-2, "2 days over"), (-1, "1 day over"), (0, "today"), (1, "1 day left"), (2, "2 days left")]
)  # fmt: skip
def test_how_many_days_are_left_in_words(days: int, left: str) -> None:
    assert supported(DAY + timedelta(days)).left.en == left
