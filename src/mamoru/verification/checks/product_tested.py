"""Tests by hand whose results speak of the product."""

from collections.abc import Iterator

from mamoru.evidence import Observation, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.verification.results import result_check, results

CHECK = result_check(
    id="DOC-VER-003",
    title=Text("手作業の試験に合格していない（製品）", "A test by hand was failed (product)"),
    example=Text(
        "{claims: [physical-ports-guarded], what: USB端子からログインできない, result: pass, release: '1.0', on: 2026-10-01, by: 高橋実, document: docs/test-1.0.pdf}",
        "{claims: [physical-ports-guarded], what: no login over the USB port, result: pass, release: '1.0', on: 2026-10-01, by: Minoru Takahashi, document: docs/test-1.0.pdf}",
    ),
    subject=SubjectKind.PRODUCT,
)


def run(documents: Documents) -> Iterator[Observation]:
    """Results for this release whose claims are about the product."""
    yield from results(CHECK, documents, "product")
