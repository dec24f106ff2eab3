"""Statements about the maker that no other check can look at."""

from collections.abc import Iterator

from mamoru.evidence import Observation, SubjectKind
from mamoru.language import Text
from mamoru.operation.statements import statement_check, statements
from mamoru.product import Documents

CHECK = statement_check(
    id="DOC-OPS-012",
    title=Text("会社についての記述（statements）", "Statements about the maker"),
    example=Text(
        "{claim: keys-managed, how: 鍵管理手順書に従う, by: 佐藤花子, on: 2026-05-01, document: docs/keys-managed.pdf}",
        "{claim: keys-managed, how: we follow the key management procedure, by: Hanako Sato, on: 2026-05-01, document: docs/keys-managed.pdf}",
    ),
    subject=SubjectKind.PRODUCT,  # said in one product's file: another product of the maker may say otherwise
)


def run(documents: Documents) -> Iterator[Observation]:
    """The statements whose claims are about the maker."""
    yield from statements(CHECK, documents, "maker")
