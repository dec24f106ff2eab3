"""Whether serious findings of this release are still open."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Location, Observation, Outcome, Results, Severity, SubjectKind
from mamoru.language import Text

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
    severity=Severity.HIGH,
    claims=("findings-resolved",),
    subject=SubjectKind.RESULTS,
    effort=Effort.DAYS,
    limits=Text("警告以下の検出事項は数えません。", "Findings of medium severity and below are not counted."),
)

NONE = Text("検査の結果がありません。", "There are no results of checks.")
CLEAN = Text("緊急・重要の検出事項は残っていません。", "No critical or high finding is open.")


def run(results: Results) -> Iterator[Observation]:
    """Refuted by any open critical or high finding; shown where checks ran and left none."""
    serious = [f for f in results.open if f.severity.rank <= Severity.HIGH.rank]
    if serious:
        worst = min(serious, key=lambda f: f.severity.rank)
        yield CHECK.finding(
            at=Location(path="product.yaml", field="accepted"),
            proof=f"{len(serious)}: {worst.check} {worst.location} …",
        )
    elif any(e.outcome is not Outcome.INCONCLUSIVE for e in results.evidence):
        yield CHECK.shown(proof=CLEAN)
    else:
        yield CHECK.missing(reason=NONE)
