"""A policy that is published inside the company and read by its people."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.testimony import testimony
from mamoru.product.wording import denies, listing

CHECK = Check(
    id="DOC-POL-002",
    title=Text("方針が社内に行き渡っているか", "Whether the policy is spread inside the company"),
    why=Text(
        "承認された方針も、設計や出荷をする人が読んでいなければ、製品には表れません。",
        "An approved policy that designers and shippers have not read does not show in the product.",
    ),
    remedy=Text(
        "方針を社内の誰もが読める場所に置き、読んだ人と日付を maker.yaml に書きます。例: policy: {published: docs/policy.pdf, acknowledged: [{by: 佐藤花子, on: 2026-04-10}]}",
        "Put the policy where everybody can read it, and enter who read it when in maker.yaml. Example: policy: {published: docs/policy.pdf, acknowledged: [{by: Hanako Sato, on: 2026-04-10}]}",
    ),
    severity=Severity.LOW,
    claims=("policy-spread",),
    subject=SubjectKind.MAKER,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.HOURS,
    needs=(),
    version=2,
)
HIDDEN = Text("方針を公開していないと書かれている", "The policy is said not to be published")
READ = Text("方針を{n}人が読んだと記録されています", "{n} people are recorded to have read the policy")
PUBLISHED = Text("方針が社内に公開されています", "The policy is published inside")
NO_POLICY = Text("方針（policy）がまだありません。", "There is no policy (policy) yet.")
NOT_SPREAD = Text(
    "方針の公開場所（policy.published）も、読んだ人の記録（policy.acknowledged）もありません。",
    "Neither where the policy is published (policy.published) nor who read it (policy.acknowledged) is entered.",
)
BEFORE = Text(
    "読んだ記録がどれも今の承認日 {approved} より前か、まだ来ていない日付です。今の方針を読んだ記録が要ります。",
    "Every record of reading is older than the approval of {approved} or not yet due; a record for this policy is needed.",
)


def run(documents: Documents) -> Iterator[Observation]:
    """Attested by those who read the approved policy, with the document that they read; a place of
    publication alone is declared. Reading a policy before it was approved is reading another one."""
    policy, file = documents.maker.policy, documents.maker_file
    if policy is None:
        yield CHECK.missing(reason=NO_POLICY, at=file.at("policy"))
        return
    if denies(policy.published):
        at = file.at("policy.published")
        yield CHECK.finding(at=at, proof=f"policy.published: {policy.published}", title=HIDDEN)
        return
    if not policy.acknowledged:
        if policy.published is None:
            yield CHECK.missing(reason=NOT_SPREAD, at=file.at("policy"))
            return
        yield testimony(
            CHECK, documents, what=PUBLISHED, at=file.at("policy.published"), document=policy.published
        )
        return
    since = policy.approved.on if policy.approved and policy.approved.on <= documents.on else None
    current = [a for a in policy.acknowledged if a.on <= documents.on and (since is None or a.on >= since)]
    if not current:
        reason = BEFORE.fill(approved=since or "-")
        yield CHECK.missing(reason=reason, at=file.at("policy.acknowledged"))
        return
    latest = max(current, key=lambda act: act.on)
    yield testimony(
        CHECK, documents, what=READ.fill(n=len({a.by for a in current})), at=file.at("policy.acknowledged"),
        by=listing(a.by for a in current).en, on=latest.on,
        document=latest.document or policy.published or policy.document,
    )  # fmt: skip
