"""A component that the SBOM lists in another version than the image shows."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.product.sbom import Inventories
from mamoru.verification.declared import versions, where

CHECK = Check(
    id="SBOM-CMP-001",
    title=Text("SBOMと実物で部品の版が違う", "A component's version differs from the SBOM"),
    why=Text(
        "SBOMの版が実物と違うと、弱点が公表されたとき「該当しない」と誤って判断したり、要らない対応をしたりします。",
        "With a wrong version in the SBOM, a published weakness is judged not to apply when it does, or the other way round.",
    ),
    remedy=Text(
        "出荷したイメージと同じビルドからSBOMをつくり直し、releases の sbom と build に書きます。"
        "例: releases: [{version: '1.0', sbom: sbom/1.0.cdx.json, build: [build/zephyr.spdx]}]",
        "Make the SBOM anew from the very build that shipped and enter it under releases. "
        "Example: releases: [{version: '1.0', sbom: sbom/1.0.cdx.json, build: [build/zephyr.spdx]}]",
    ),
    severity=Severity.MEDIUM,
    claims=("sbom-kept",),
    subject=SubjectKind.COMPONENTS,
    silence=Silence.SAYS_NOTHING,
    effort=Effort.HOURS,
    needs=(),
    limits=Text(
        "版の上流での番号だけを比べ、開発元や配布元が当てた修正は見ません。",
        "Compares upstream version numbers only, not patches that a distribution or the maker applied.",
    ),
)
TITLE = Text("{name} の版がSBOMと実物で違う", "The version of {name} differs from the SBOM")
AGREES = Text(
    "イメージに見える部品のうち{agreed}件が、宣言と食い違いません。",
    "{agreed} components that the images show do not contradict what is declared.",
)
NONE = Text(
    "宣言とイメージの両方に現れる部品がないので、版を比べられません。",
    "No component is both declared and seen, so no version can be compared.",
)
UNSURE = 0.7


def run(sides: Inventories) -> Iterator[Observation]:
    """One finding a component, at the line that lists it. What was recognised by a file's name alone is
    no proof against the list: such a finding is information."""
    comparison = sides.comparison
    for conflict in comparison.conflicts:
        sure = max(component.confidence for component in conflict.observed) >= UNSURE
        yield CHECK.finding(
            at=where(conflict.declared[0]),
            title=TITLE.fill(name=conflict.observed[0].name),
            proof=f"{versions(conflict.declared)} ≠ {versions(conflict.observed)}",
            severity=None if sure else Severity.INFO,
            refutes=None if sure else (),
        )
    if not comparison.conflicts and sides.blind_spot() is None:
        if comparison.agreed and sides.has_sbom:
            yield CHECK.shown(proof=AGREES.fill(agreed=len(comparison.agreed)))
        elif not comparison.agreed:
            yield CHECK.missing(reason=NONE)
