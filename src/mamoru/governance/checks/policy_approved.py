"""A product security policy that the executive approved."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.people import same_person
from mamoru.product.testimony import testimony
from mamoru.product.wording import filled_in

CHECK = Check(
    id="DOC-POL-001",
    title=Text("方針の承認日が未来になっている", "The policy's approval is dated in the future"),
    why=Text(
        "方針がないと、期限や費用とぶつかったときに現場だけで判断することになります。経営者の承認が、対策に人と時間を使う根拠になります。",
        "Without a policy, staff decide alone whenever security collides with a deadline or a budget. The executive's approval is what allows people and time to be spent on it.",
    ),
    remedy=Text(
        "方針の文書に経営者の承認をもらい、実際の承認日を maker.yaml に書きます。例: policy: {document: docs/policy.pdf, approved: {by: 山田太郎, on: 2026-04-01}}",
        "Have the executive approve the policy document and enter the true day in maker.yaml. Example: policy: {document: docs/policy.pdf, approved: {by: Taro Yamada, on: 2026-04-01}}",
    ),
    severity=Severity.MEDIUM,
    claims=("policy-approved",),
    subject=SubjectKind.MAKER,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
    limits=Text(
        "文書が方針らしい内容かは、決まった言葉があるかだけで見ます。",
        "Whether a document reads like a policy is told by a few words only.",
    ),
)
APPROVED = Text("製品セキュリティ方針が承認されています", "The product security policy is approved")
NO_POLICY = Text(
    "製品セキュリティ方針（policy）がまだありません。", "There is no product security policy (policy) yet."
)
NOT_APPROVED = Text(
    "方針の承認者と承認日（policy.approved）が書かれていません。",
    "Who approved the policy, and when, is not entered (policy.approved).",
)
NOT_EXECUTIVE = Text(
    "承認者 {by} が、roles にある経営者 {executive} と異なります。",
    "The approver {by} is not {executive}, the executive under roles.",
)


def run(documents: Documents) -> Iterator[Observation]:
    """Attested by the approver, with the policy's own document and `approved.document`, which may be one.

    Where roles name an executive, the approver's name must contain that name or be contained in it
    (titles are often written with a name); another approver is no approval by the executive.
    """
    policy, file = documents.maker.policy, documents.maker_file
    if policy is None:
        yield CHECK.missing(reason=NO_POLICY, at=file.at("policy"))
        return
    approved = policy.approved
    if approved is None:
        yield CHECK.missing(reason=NOT_APPROVED, at=file.at("policy.approved"))
        return
    if approved.on > documents.on:
        at = file.at("policy.approved.on")
        yield CHECK.finding(at=at, proof=f"policy.approved.on: {approved.on} > {documents.on}")
        return
    executive = documents.maker.person("executive")
    if executive is not None and filled_in(executive) and not same_person(approved.by, executive):
        reason = NOT_EXECUTIVE.fill(by=approved.by, executive=executive)
        yield CHECK.missing(reason=reason, at=file.at("policy.approved.by"))
        return
    yield testimony(
        CHECK, documents, what=APPROVED, at=file.at("policy.approved"),
        by=approved.by, on=approved.on, document=policy.document or approved.document,
        record=approved.document,
    )  # fmt: skip
