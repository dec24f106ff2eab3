"""Statements about the product that no other check can look at."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.operation.statements import statements
from mamoru.product import Documents

CHECK = Check(
    id="DOC-OPS-013",
    title=Text("製品についての記述（statements）", "Statements about the product"),
    why=Text(
        "機械では見えない取り組みも、誰がいつ何で確かめたかを残せば、取引先に示せます。",
        "What no machine sees can still be shown to a customer, if you keep who confirmed it when and by what.",
    ),
    remedy=Text(
        "product.yaml に書きます。例: statements: [{claim: technical-documentation-kept, how: 10年間保管する, by: 佐藤花子, on: 2026-05-01, document: docs/technical-documentation-kept.pdf}]",
        "Enter it in product.yaml. Example: statements: [{claim: technical-documentation-kept, how: kept for ten years, by: Hanako Sato, on: 2026-05-01, document: docs/technical-documentation-kept.pdf}]",
    ),
    severity=Severity.INFO,
    claims=(),  # whichever the statements name
    subject=SubjectKind.PRODUCT,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.HOURS,
    needs=(),
    version=2,
    limits=Text("文書の中身は読みません。", "It does not read the documents."),
)


def run(documents: Documents) -> Iterator[Observation]:
    """The statements whose claims are about the product."""
    yield from statements(CHECK, documents, "product")
