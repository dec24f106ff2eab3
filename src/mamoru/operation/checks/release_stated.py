"""Statements about the release that no other check can look at."""

from collections.abc import Iterator

from mamoru.evidence import Observation, SubjectKind
from mamoru.language import Text
from mamoru.operation.statements import statement_check, statements
from mamoru.product import Documents

CHECK = statement_check(
    id="DOC-OPS-014",
    title=Text("版についての記述（statements）", "Statements about the release"),
    example=Text(
        "{claim: device-identifiable, how: 本体のシリアル番号と証明書, by: 佐藤花子, on: 2026-05-01, document: docs/device-identifiable.pdf}",
        "{claim: device-identifiable, how: serial number on the case and certificate, by: Hanako Sato, on: 2026-05-01, document: docs/device-identifiable.pdf}",
    ),
    subject=SubjectKind.RELEASE,
)


def run(documents: Documents) -> Iterator[Observation]:
    """The statements whose claims are about the release."""
    yield from statements(CHECK, documents, "release")
