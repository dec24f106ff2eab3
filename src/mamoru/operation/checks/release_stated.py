"""Statements about the release that no other check can look at."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.operation.statements import statements
from mamoru.product import Documents

CHECK = Check(
    id="DOC-OPS-014",
    title=Text("版についての記述（statements）", "Statements about the release"),
    why=Text(
        "機械では見えない取り組みも、誰がいつ何で確かめたかを残せば、取引先に示せます。",
        "What no machine sees can still be shown to a customer, if you keep who confirmed it when and by what.",
    ),
    remedy=Text(
        "product.yaml に書きます。例: statements: [{claim: device-identifiable, how: 本体のシリアル番号と証明書, by: 佐藤花子, on: 2026-05-01, document: docs/device-identifiable.pdf}]",
        "Enter it in product.yaml. Example: statements: [{claim: device-identifiable, how: serial number on the case and certificate, by: Hanako Sato, on: 2026-05-01, document: docs/device-identifiable.pdf}]",
    ),
    severity=Severity.INFO,
    claims=(),  # whichever the statements name
    subject=SubjectKind.RELEASE,
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.HOURS,
    needs=(),
    version=2,
    limits=Text("文書の中身は読みません。", "It does not read the documents."),
)


def run(documents: Documents) -> Iterator[Observation]:
    """The statements whose claims are about the release."""
    yield from statements(CHECK, documents, "release")
