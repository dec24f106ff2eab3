"""Whether the images of this release were checked to the end."""

from collections.abc import Iterator

from mamoru.evidence import Check, Observation, Outcome, Results, Severity, SubjectKind
from mamoru.language import Text

CHECK = Check(
    id="VER-RUN-001",
    title=Text("この版のファームウェアを検査した", "The firmware of this release was checked"),
    why=Text(
        "出荷する版そのものを検査しないと、直したつもりの弱点が残っていても分かりません。",
        "Only a check of the very release that ships tells whether a weakness is still in it.",
    ),
    remedy=Text(
        "product.yaml の releases に images を書き、mamoru check を実行します。例: images: [{file: images/fw-1.0.bin}]",
        "Enter images under releases in product.yaml and run mamoru check. Example: images: [{file: images/fw-1.0.bin}]",
    ),
    severity=Severity.MEDIUM,
    claims=("verification-done",),
    subject=SubjectKind.RESULTS,
    limits=Text("自動の検査だけを数えます。", "Counts the automatic checks only."),
)

NONE = Text(
    "この版のファームウェアイメージが検査されていません。", "No firmware image of this release was checked."
)
DONE = Text("{n}件の検査を最後まで行いました。", "{n} checks ran to their end.")


def run(results: Results) -> Iterator[Observation]:
    """Shown where most checks of the images reached a verdict; checks that could not look do not count."""
    finished = [e for e in results.evidence if e.outcome is not Outcome.INCONCLUSIVE]
    if not finished or len(finished) * 2 < len(results.evidence):
        yield CHECK.missing(reason=NONE)
        return
    yield CHECK.shown(proof=DONE.fill(n=len(finished)))
