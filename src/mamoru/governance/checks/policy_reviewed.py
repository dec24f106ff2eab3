"""A policy that is reviewed within its own period."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.calendar import months_after
from mamoru.product.testimony import testimony

CHECK = Check(
    id="DOC-POL-004",
    title=Text("方針の見直しの期限が過ぎている", "The review of the policy is overdue"),
    why=Text(
        "製品、法律、取引先の求めは変わります。見直さない方針は守られなくなり、あるのに効かない状態になります。",
        "Products, laws and customers' demands change. A policy that is not reviewed stops being followed: it exists and has no effect.",
    ),
    remedy=Text(
        "方針を見直し、変更がなくても結果を maker.yaml に書きます。例: policy: {reviews: [{on: 2026-04-01, by: 山田太郎, outcome: 変更なし}]}",
        "Review the policy and enter the outcome in maker.yaml, even where nothing changed. Example: policy: {reviews: [{on: 2026-04-01, by: Taro Yamada, outcome: unchanged}]}",
    ),
    severity=Severity.MEDIUM,
    claims=("policy-reviewed",),
    subject=SubjectKind.MAKER,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.HOURS,
    needs=(),
)
REVIEWED = Text("方針が見直されています（次の期限 {due}）", "The policy was reviewed (next due {due})")
FRESH = Text(
    "方針は承認されたばかりで、最初の見直しの期限は {due} です",
    "The policy was approved recently; its first review is due {due}",
)
NOTHING = Text(
    "方針の承認も見直し（policy.reviews）も記録がありません。",
    "Neither an approval nor a review of the policy (policy.reviews) is recorded.",
)


def run(documents: Documents) -> Iterator[Observation]:
    """The last review, or else the approval, plus the period that the policy sets itself.

    An approval still within the period counts as the first review: the executive looked at the
    whole policy on that day. Acts dated after the assessment are plans and do not count.
    """
    policy, file = documents.maker.policy, documents.maker_file
    acts = [(act, f"policy.reviews[{n}]") for n, act in enumerate(policy.reviews)] if policy else []
    if policy and policy.approved:
        acts.append((policy.approved, "policy.approved"))
    done = [(act, field) for act, field in acts if act.on <= documents.on]
    if policy is None or not done:
        yield CHECK.missing(reason=NOTHING, at=file.at("policy.reviews"))
        return
    last, field = max(done, key=lambda pair: pair[0].on)
    due = months_after(last.on, policy.review_every_months)
    if due < documents.on:
        at = file.at(f"{field}.on")
        yield CHECK.finding(
            at=at, proof=f"{field}.on: {last.on}, +{policy.review_every_months} months = {due}"
        )
        return
    text = FRESH if field == "policy.approved" else REVIEWED
    yield testimony(
        CHECK, documents, what=text.fill(due=due), at=file.at(field),
        by=last.by, on=last.on, document=last.document or policy.document,
    )  # fmt: skip
