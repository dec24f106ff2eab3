"""Tests by hand whose results speak of the maker."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Grade, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product import Documents
from mamoru.verification.results import results

CHECK = Check(
    id="DOC-VER-004",
    title=Text("手作業の試験に合格していない（会社）", "A test by hand was failed (maker)"),
    why=Text(
        "復旧や初期化のように、機械の検査では見えないことは人が確かめるしかありません。記録がなければ、確かめていないのと同じに見えます。",
        "What no machine sees, such as recovery or reset, only a person can test. Without a record it looks as if nobody did.",
    ),
    remedy=Text(
        "直して試験をやり直し、結果を product.yaml に書きます。例: verification: {results: [{claims: [keys-managed], what: 鍵の更新手順を通しで試す, result: pass, release: '1.0', on: 2026-10-01, by: 高橋実, document: docs/test-1.0.pdf}]}",
        "Mend it, test again and enter the result in product.yaml. Example: verification: {results: [{claims: [keys-managed], what: walk through the renewal of keys, result: pass, release: '1.0', on: 2026-10-01, by: Minoru Takahashi, document: docs/test-1.0.pdf}]}",
    ),
    severity=Severity.HIGH,
    claims=(),  # whichever the results name
    subject=SubjectKind.PRODUCT,  # said in one product's file: another product of the maker may say otherwise
    grade=Grade.DECLARED,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
    limits=Text("記録の文書の中身は読みません。", "It does not read the records."),
)


def run(documents: Documents) -> Iterator[Observation]:
    """Results for this release whose claims are about the maker."""
    yield from results(CHECK, documents, "maker")
