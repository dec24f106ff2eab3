"""A verification plan that was made before the release."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.testimony import testimony

CHECK = Check(
    id="DOC-VER-001",
    title=Text("検証計画を立てているか", "Whether verification is planned"),
    why=Text(
        "計画のない検証は、出荷前の忙しさの中で抜けます。設計のうちに決めておけば、試験のための端子やログも用意できます。",
        "Verification without a plan gets lost in the rush before shipping. Planned while designing, it finds its test ports and logs ready.",
    ),
    remedy=Text(
        "mamoru plan で計画の案を出し、文書にして product.yaml に書きます。例: verification: {plan: {by: 高橋実, on: 2026-06-01, document: docs/plan.pdf}}",
        "Take the proposal of mamoru plan, make it a document and enter it in product.yaml. Example: verification: {plan: {by: Minoru Takahashi, on: 2026-06-01, document: docs/plan.pdf}}",
    ),
    severity=Severity.LOW,
    claims=("verification-planned",),
    subject=SubjectKind.PRODUCT,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
)
PLANNED = Text("検証計画があります", "There is a verification plan")
NONE = Text(
    "検証計画（verification.plan）が書かれていません。",
    "No verification plan is entered (verification.plan).",
)
AFTER = Text(
    "検証計画の日付 {plan} が版 {version} の出荷日 {release} より後です。この版は計画なしに出荷されています。",
    "The plan is dated {plan}, after release {version} of {release}: that release was shipped without a plan.",
)


def run(documents: Documents) -> Iterator[Observation]:
    """Attested by the plan's author. A plan younger than the release is no plan for it; that cannot
    be mended for a release long shipped, so it is missing and not a finding."""
    plan, at = documents.product.verification.plan, documents.product_file.at("verification.plan")
    if plan is None:
        yield CHECK.missing(reason=NONE, at=at)
        return
    release = documents.release
    if release is not None and release.date is not None and release.date < plan.on:
        reason = AFTER.fill(plan=str(plan.on), version=release.version, release=str(release.date))
        yield CHECK.missing(reason=reason, at=documents.product_file.at("verification.plan.on"))
        return
    yield testimony(CHECK, documents, what=PLANNED, at=at, by=plan.by, on=plan.on, document=plan.document)
