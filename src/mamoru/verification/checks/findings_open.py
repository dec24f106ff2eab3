"""Whether serious findings of this release are still open."""

from collections.abc import Iterator

from mamoru.evidence import (
    Check,
    Effort,
    Evidence,
    Inconclusive,
    Location,
    Observation,
    Outcome,
    Results,
    Severity,
    SubjectKind,
)
from mamoru.language import Text
from mamoru.looked import Seen, looked_at

CHECK = Check(
    id="VER-RUN-002",
    title=Text("重大な検出事項が未修正です", "Serious findings are not fixed"),
    why=Text(
        "緊急・重要の弱点を残したまま出荷すると、出荷後に直す費用と信用の損失が何倍にもなります。",
        "A serious weakness that ships costs many times more to mend later, in work and in trust.",
    ),
    remedy=Text(
        "緊急・重要の検出事項を直すか、期限付きの受容を product.yaml の accepted に書きます。"
        "例: - {check: FW-CRED-001, by: 佐藤, until: 2027-03-31, why: 工場内だけで使うため}",
        "Fix critical and high findings, or enter a dated acceptance under accepted in product.yaml. "
        "Example: - {check: FW-CRED-001, by: Sato, until: 2027-03-31, why: used inside the factory only}",
    ),
    severity=Severity.MEDIUM,  # it repeats what the findings themselves say
    claims=("findings-resolved",),
    subject=SubjectKind.RESULTS,
    effort=Effort.DAYS,
    version=2,
    limits=Text("警告以下の検出事項は数えません。", "Findings of medium severity and below are not counted."),
)

NONE = Text("検査の結果がありません。", "There are no results of checks.")
CLEAN = Text(
    "緊急・重要の検出事項は残っていません（{share}）。", "No critical or high finding is open ({share})."
)
UNSEEN = Text(
    "確認できなかった検査があるため、緊急・重要の検出事項がないとは言えません（{share}）。",
    "Some checks could not look, so nobody can say that no critical or high finding is open ({share}).",
)


def run(results: Results) -> Iterator[Observation]:
    """Refuted by any open critical or high finding, of whatever check or test; shown where checks of the
    images ran, none was kept from looking, and none is open."""
    serious = [f for f in results.open if f.severity.rank <= Severity.HIGH.rank]
    if serious:
        worst = min(serious, key=lambda f: f.severity.rank)
        yield CHECK.finding(
            at=Location(path="product.yaml", field="accepted"),
            proof=f"{len(serious)}: {worst.check} {worst.location} …",
        )
        return
    finished = sum(e.outcome is not Outcome.INCONCLUSIVE for e in results.evidence)
    if not finished:
        yield CHECK.missing(reason=NONE)
        return
    blind = len({(e.check, e.subject) for e in (*results.blind, *results.evidence) if _blind(e)})
    looked = looked_at(Seen.CHECKS, finished + blind, finished, [UNSEEN] if blind else [])
    if looked.whole:
        yield CHECK.shown(proof=CLEAN.fill(share=looked.text))
    else:
        yield Inconclusive(reason=UNSEEN.fill(share=looked.text))


def _blind(evidence: Evidence) -> bool:
    return evidence.outcome is Outcome.INCONCLUSIVE
