"""A component that is declared and that no image shows."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product.sbom import Inventories
from mamoru.verification.declared import versions, where

CHECK = Check(
    id="SBOM-CMP-003",
    title=Text("SBOMにあるがイメージに見えない部品", "A declared component that no image shows"),
    why=Text(
        "名前を残さない部品（静的に組み込んだライブラリなど）なら問題ありません。外したはずの部品が残っているなら、要らない弱点対応に手間をとられます。",
        "Fine for a part that leaves no name, such as a statically linked library; one that was taken out long ago costs needless work at each weakness.",
    ),
    remedy=Text(
        "実際に入っているか確かめ、入っていなければSBOMから外します。",
        "See whether it is really inside; where it is not, take it off the SBOM.",
    ),
    severity=Severity.INFO,
    claims=("sbom-kept",),
    subject=SubjectKind.COMPONENTS,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.HOURS,
    needs=(),
    limits=Text(
        "記号を取り去ったプログラムは、組み込んだライブラリの名前を残しません。",
        "A stripped program does not keep the names of the libraries that were linked into it.",
    ),
)
TITLE = Text("{name} はSBOMにあるが、イメージに見えない", "{name} is declared, but no image shows it")


def run(sides: Inventories) -> Iterator[Observation]:
    """One note a component, at the line that lists it; it refutes nothing."""
    for entries in sides.comparison.unseen:
        yield CHECK.finding(
            at=where(entries[0]),
            title=TITLE.fill(name=entries[0].name),
            proof=f"{entries[0].name} {versions(entries)}",
            refutes=(),
        )
