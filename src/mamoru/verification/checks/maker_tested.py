"""Tests by hand whose results speak of the maker."""

from collections.abc import Iterator

from mamoru.evidence import Observation, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.verification.results import result_check, results

CHECK = result_check(
    id="DOC-VER-004",
    title=Text("手作業の試験に合格していない（会社）", "A test by hand was failed (maker)"),
    example=Text(
        "{claims: [keys-managed], what: 鍵の更新手順を通しで試す, result: pass, release: '1.0', on: 2026-10-01, by: 高橋実, document: docs/test-1.0.pdf}",
        "{claims: [keys-managed], what: walk through the renewal of keys, result: pass, release: '1.0', on: 2026-10-01, by: Minoru Takahashi, document: docs/test-1.0.pdf}",
    ),
    subject=SubjectKind.PRODUCT,  # said in one product's file: another product of the maker may say otherwise
)


def run(documents: Documents) -> Iterator[Observation]:
    """Results for this release whose claims are about the maker."""
    yield from results(CHECK, documents, "maker")
