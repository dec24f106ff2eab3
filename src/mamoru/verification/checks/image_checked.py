"""Whether the images of this release were checked to the end."""

from collections.abc import Iterator

from mamoru.evidence import Check, Inconclusive, Observation, Outcome, Results, Severity, SubjectKind
from mamoru.language import Text
from mamoru.looked import Seen, looked_at

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
    version=2,
    limits=Text("自動の検査だけを数えます。", "Counts the automatic checks only."),
)

NONE = Text(
    "この版のファームウェアイメージが検査されていません。", "No firmware image of this release was checked."
)
DONE = Text("検査を最後まで行いました（{share}）。", "The checks ran to their end ({share}).")
UNSEEN = Text(
    "最後まで見られなかった検査があります（{share}）。", "Some checks could not look to the end ({share})."
)


def run(results: Results) -> Iterator[Observation]:
    """Shown where every check of the images reached a verdict; where some could not look it is
    undecided, with the share."""
    asked = len(results.evidence)
    finished = sum(e.outcome is not Outcome.INCONCLUSIVE for e in results.evidence)
    looked = looked_at(Seen.CHECKS, asked, finished, [UNSEEN] if finished < asked else [])
    if looked.nothing:
        yield CHECK.missing(reason=NONE)
    elif looked.whole:
        yield CHECK.shown(proof=DONE.fill(share=looked.text))
    else:
        yield Inconclusive(reason=UNSEEN.fill(share=looked.text))
