"""What has a day on it: the end of support, a review, an acceptance; how near it is, told before it comes.

In: `Product`, `Maker`, the answers to vulnerabilities that end, and the day of the assessment. Out:
`Deadline`s, the most urgent first. Pure: the day comes in, no clock is read.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

import msgspec

from mamoru.language import Text
from mamoru.product.accepting import end_of
from mamoru.product.calendar import months_after
from mamoru.product.maker import Maker, Policy
from mamoru.product.model import Product

SOON_DAYS, COMING_DAYS = 30, 90
SUPPORT = Text("サポート終了", "End of support")
REVIEW = Text("製品セキュリティ方針の見直し", "Review of the product security policy")
FIRST_REVIEW = Text(
    "製品セキュリティ方針の承認から最初の見直し", "First review of the product security policy"
)
PART = Text("部品の保守の終了: {name}", "End of maintenance of a part: {name}")
ACCEPTED = Text("受容の期限: {what}（{by}）", "End of an acceptance: {what} ({by})")
ANSWER = Text("脆弱性 {id} についての決定の期限（{by}）", "End of the decision on {id} ({by})")
RISK = Text("脅威の受容の期限: {what}", "End of the acceptance of a threat: {what}")
ACT_SUPPORT = Text(
    "利用者に知らせ、期間を延ばすか後継を決めます。", "Tell the users; extend the period or name a successor."
)
ACT_SUPPORT_OVER = Text(
    "新しい脆弱性は直されません。販売と利用の終わりを知らせるか、期間を延ばします。",
    "New vulnerabilities are not mended. Announce the end of sale and use, or extend the period.",
)
ACT_REVIEW = Text(
    "見直した結果を、変更がなくても maker.yaml の policy.reviews に書きます。",
    "Enter the outcome under policy.reviews in maker.yaml, even where nothing changed.",
)
ACT_PART = Text("保守の続く部品に替える計画を立てます。", "Plan the move to a part that is maintained.")
ACT_ACCEPTED = Text("直すか、あらためて期限付きで受容します。", "Mend it, or accept it anew until a day.")
ACT_ANSWER = Text(
    "直すか、mamoru vulns decide であらためて決めます。", "Mend it, or decide anew with mamoru vulns decide."
)
OVER = Text("{days}日超過", "{days} days over")
OVER_ONE = Text("1日超過", "1 day over")
TODAY = Text("今日", "today")
LEFT = Text("あと{days}日", "{days} days left")
LEFT_ONE = Text("あと1日", "1 day left")


class Kind(StrEnum):
    """What the day ends."""

    SUPPORT = "support"
    REVIEW = "review"
    PART = "part"
    ACCEPTANCE = "acceptance"


class Nearness(StrEnum):
    """How near a day is: past, within 30 days, within 90, later."""

    OVER = "over"
    SOON = "soon"
    COMING = "coming"
    LATER = "later"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """A decision on the vulnerability `id` that holds through the day `until`."""

    id: str
    by: str
    until: date


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """A day: what ends on it, what to do, whose it is (a role). `days` are left from the day of the
    assessment; below zero they are over. A day itself still belongs to what it ends."""

    kind: Kind
    what: Text
    act: Text
    who: str
    on: date
    days: int

    @property
    def nearness(self) -> Nearness:
        """How near the day is."""
        if self.days < 0:
            return Nearness.OVER
        if self.days <= SOON_DAYS:
            return Nearness.SOON
        return Nearness.COMING if self.days <= COMING_DAYS else Nearness.LATER

    @property
    def warned(self) -> bool:
        """Whether it is told: past, or within 90 days."""
        return self.nearness is not Nearness.LATER

    @property
    def left(self) -> Text:
        """How many days are left, or over."""
        if self.days == 0:
            return TODAY
        if self.days in (1, -1):
            return LEFT_ONE if self.days > 0 else OVER_ONE
        return (LEFT if self.days > 0 else OVER).fill(days=abs(self.days))


def deadlines(product: Product, maker: Maker, on: date, answers: Iterable[Answer]) -> tuple[Deadline, ...]:
    """Every day that the files and the `answers` to vulnerabilities name, the nearest first
    (what is longest over comes first of all)."""
    found = [
        *_support(product, on),
        *_review(maker.policy, on),
        *_parts(product, on),
        *_accepted(product, on),
        *_answered(answers, on),
    ]
    return tuple(sorted(found, key=lambda deadline: (deadline.on, deadline.kind, deadline.what.en)))


def _support(product: Product, on: date) -> Iterator[Deadline]:
    if (until := product.support.until) is not None:
        act = ACT_SUPPORT_OVER if until < on else ACT_SUPPORT
        yield _deadline(Kind.SUPPORT, SUPPORT, act, "executive", until, on)


def _review(policy: Policy | None, on: date) -> Iterator[Deadline]:
    """The last review, else the approval, and the period that the policy sets itself. What is dated after
    the day of the assessment is a plan and does not count."""
    if policy is None:
        return
    reviews = [act.on for act in policy.reviews if act.on <= on]
    approved = policy.approved.on if policy.approved and policy.approved.on <= on else None
    done = [*reviews, *([approved] if approved else [])]
    if done:
        last = max(done)
        due = months_after(last, policy.review_every_months)
        what = REVIEW if reviews and last in reviews else FIRST_REVIEW
        yield _deadline(Kind.REVIEW, what, ACT_REVIEW, "executive", due, on)


def _parts(product: Product, on: date) -> Iterator[Deadline]:
    for part in product.components:
        if part.maintained_until is not None:
            what = PART.fill(name=part.name)
            yield _deadline(Kind.PART, what, ACT_PART, "developer", part.maintained_until, on)


def _accepted(product: Product, on: date) -> Iterator[Deadline]:
    for acceptance in product.accepted:
        named = (acceptance.requirement, acceptance.check, acceptance.path)
        what = ACCEPTED.fill(what=" ".join(part for part in named if part), by=acceptance.by)
        yield _deadline(Kind.ACCEPTANCE, what, ACT_ACCEPTED, "security", acceptance.until, on)
    for risk in product.risks:
        until = end_of(risk) if risk.decision == "accept" else None
        if until is not None:
            yield _deadline(Kind.ACCEPTANCE, RISK.fill(what=risk.threat), ACT_ACCEPTED, "security", until, on)


def _answered(answers: Iterable[Answer], on: date) -> Iterator[Deadline]:
    for each in answers:
        what = ANSWER.fill(id=each.id, by=each.by)
        yield _deadline(Kind.ACCEPTANCE, what, ACT_ANSWER, "security", each.until, on)


def _deadline(kind: Kind, what: Text, act: Text, who: str, until: date, on: date) -> Deadline:
    return Deadline(kind=kind, what=what, act=act, who=who, on=until, days=(until - on).days)
