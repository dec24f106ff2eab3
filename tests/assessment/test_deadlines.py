"""Days that the files name, told before they come: 90 and 30 days ahead, and once they are over."""

from datetime import date

import pytest

from mamoru.assessment.deadlines import Answer, Deadline, Kind, Nearness, deadlines
from mamoru.product.maker import Act, Maker, Name, Policy
from mamoru.product.model import Acceptance, BoardPart, Product, Support

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
