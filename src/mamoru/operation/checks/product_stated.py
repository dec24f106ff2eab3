"""Statements about the product that no other check can look at."""

from collections.abc import Iterator

from mamoru.evidence import Observation, SubjectKind
from mamoru.language import Text
from mamoru.operation.statements import statement_check, statements
from mamoru.product import Documents

CHECK = statement_check(
    id="DOC-OPS-013",
    title=Text("製品についての記述（statements）", "Statements about the product"),
    example=Text(
        "{claim: technical-documentation-kept, how: 10年間保管する, by: 佐藤花子, on: 2026-05-01, document: docs/technical-documentation-kept.pdf}",
        "{claim: technical-documentation-kept, how: kept for ten years, by: Hanako Sato, on: 2026-05-01, document: docs/technical-documentation-kept.pdf}",
    ),
    subject=SubjectKind.PRODUCT,
)


def run(documents: Documents) -> Iterator[Observation]:
    """The statements whose claims are about the product."""
    yield from statements(CHECK, documents, "product")
