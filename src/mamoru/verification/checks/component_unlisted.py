"""A component that the image shows and that no list names."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product.sbom import Inventories, compared
from mamoru.verification.declared import versions, where

CHECK = Check(
    id="SBOM-CMP-002",
    title=Text("SBOMにない部品が入っている", "A component that the SBOM does not list"),
    why=Text(
        "SBOMにない部品の弱点は、見張りの対象から漏れます。公表されても、自社の製品に当てはまると気づけません。",
        "A weakness in a component that the SBOM lacks escapes your watch: when it is published, nobody knows that it applies.",
    ),
    remedy=Text(
        "その部品をSBOMに加えるか、要らなければイメージから外します。"
        "mamoru firmware sbom IMAGE -o sbom/1.0.cdx.json で、イメージに見える部品の一覧をつくれます。",
        "Add the component to the SBOM, or take it out of the image where it is not needed. "
        "mamoru firmware sbom IMAGE -o sbom/1.0.cdx.json lists what the image shows.",
    ),
    severity=Severity.MEDIUM,
    claims=("sbom-kept",),
    subject=SubjectKind.COMPONENTS,
    cwe=("CWE-1104",),
    silence=Silence.SAYS_NOTHING,
    effort=Effort.HOURS,
    needs=(),
    limits=Text(
        "イメージから名前を読み取れない部品は比べられません。",
        "A component whose name cannot be read from the image is not compared.",
    ),
)
TITLE = Text("{name} がSBOMに載っていない", "The SBOM does not list {name}")
LISTED = Text(
    "イメージに見える部品{n}件は、すべて宣言に載っています。",
    "All {n} components that the images show are declared.",
)
NO_LIST = Text(
    "部品をすべて載せた一覧（SBOM）がありません。ビルドの記録は一部の部品だけを名乗ります。",
    "There is no list of all components (an SBOM); the records of the build name some of them only.",
)
UNSURE = 0.5


def run(sides: Inventories) -> Iterator[Observation]:
    """One finding a component and version, where the image shows it; information only where it was
    hardly recognised. Files of a build that name some parts only, such as a map, are no list."""
    if not sides.listed:
        yield CHECK.missing(reason=NO_LIST)
        return
    comparison = compared(sides.listed, sides.observed)
    for component in comparison.unlisted:
        sure = component.confidence >= UNSURE
        yield CHECK.finding(
            at=where(component),
            title=TITLE.fill(name=f"{component.name} {component.version or ''}".strip()),
            proof=f"{component.name} {versions([component])}",
            severity=None if sure else Severity.INFO,
            refutes=None if sure else (),
        )
    seen = len(comparison.agreed) + sum(len(conflict.observed) for conflict in comparison.conflicts)
    if seen and not comparison.unlisted and sides.has_sbom and sides.blind_spot() is None:
        yield CHECK.shown(proof=LISTED.fill(n=seen))
