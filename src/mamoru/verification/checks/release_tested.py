"""Tests by hand whose results speak of the release."""

from collections.abc import Iterator

from mamoru.evidence import Observation, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.verification.results import result_check, results

CHECK = result_check(
    id="DOC-VER-002",
    title=Text("手作業の試験に合格していない（版）", "A test by hand was failed (release)"),
    example=Text(
        "{claims: [reset-erases-data], what: 初期化後にデータが残らない, result: pass, release: '1.0', on: 2026-10-01, by: 高橋実, document: docs/test-1.0.pdf}",
        "{claims: [reset-erases-data], what: no data is left after a reset, result: pass, release: '1.0', on: 2026-10-01, by: Minoru Takahashi, document: docs/test-1.0.pdf}",
    ),
    subject=SubjectKind.RELEASE,
)


def run(documents: Documents) -> Iterator[Observation]:
    """Results for this release whose claims are about the release."""
    yield from results(CHECK, documents, "release")
