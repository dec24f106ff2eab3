"""Each risk is rated by impact and likelihood."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Missing, Observation, Severity, Shown, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.product.testimony import testimony, weakest

CHECK = Check(
    id="DOC-DES-004",
    title=Text("リスクを評価しているか", "Whether risks are rated"),
    why=Text(
        "影響と起こりやすさを比べてはじめて、どこから手を付けるかを人に説明できます。",
        "Only by comparing impact and likelihood can you tell others where to begin.",
    ),
    remedy=Text(
        "product.yaml の risks に評価を書きます。例: risks: [{id: spying, threat: 映像ののぞき見, impact: high, likelihood: medium, reviewed: {by: 佐藤花子, on: 2026-05-01, document: docs/risks.xlsx}}]",
        "Enter the rating under risks in product.yaml. Example: risks: [{id: spying, threat: spying on video, impact: high, likelihood: medium, reviewed: {by: Hanako Sato, on: 2026-05-01, document: docs/risks.xlsx}}]",
    ),
    severity=Severity.LOW,
    claims=("risks-rated",),
    subject=SubjectKind.PRODUCT,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.HOURS,
    needs=(),
)
RATED = Text("リスクが評価されています（{id} など{n}件）", "Risks are rated ({id} and others, {n} in all)")
NONE = Text("リスク（risks）が書かれていません。", "No risk is listed (risks).")
UNRATED = Text(
    "リスク {id} に影響（impact）か起こりやすさ（likelihood）が書かれていません。",
    "Risk {id} has no impact or no likelihood.",
)


def run(documents: Documents) -> Iterator[Observation]:
    """Every risk must be rated; the one whose review is least proven gives the grade."""
    if not documents.product.risks:
        yield CHECK.missing(reason=NONE, at=documents.product_file.at("risks"))
        return
    yield from weakest(_rated(documents, n) for n in range(len(documents.product.risks)))


def _rated(documents: Documents, n: int) -> Shown | Missing:
    risk, at = documents.product.risks[n], documents.product_file.at(f"risks[{n}]")
    if risk.impact is None or risk.likelihood is None:
        return CHECK.missing(reason=UNRATED.fill(id=risk.id), at=at)
    what = RATED.fill(id=risk.id, n=str(len(documents.product.risks)))
    if risk.reviewed is None:
        return testimony(CHECK, documents, what=what, at=at)
    reviewed = risk.reviewed
    return testimony(
        CHECK, documents, what=what, at=at, by=reviewed.by, on=reviewed.on, document=reviewed.document
    )
