"""What was found in the device moves the rating: a threat whose counter is refuted there is likely, whatever the
product file says."""

from collections.abc import Mapping, Sequence

import msgspec

from mamoru.catalog import Catalog
from mamoru.design.library import Matrix
from mamoru.design.model import Design, Ground, Threat
from mamoru.design.ranking import ranked
from mamoru.evidence import Finding, Severity
from mamoru.language import Text, both

GRAVE = (Severity.CRITICAL, Severity.HIGH)
MOST = 3  # findings that are named with a threat
SEEN = Text(
    "{why} 実際に見つかった弱点: {title}（{where}、{check}）。",
    "{why} It was found in the device: {title} ({where}, {check}).",
)


def observed(
    design: Design, matrix: Matrix, catalog: Catalog, found: Mapping[str, Sequence[Finding]]
) -> Design:
    """`design` in which each threat is likely against which a grave weakness speaks: `found` are by claim the
    weaknesses that refute it in the device itself."""
    threats = [_rated(threat, matrix, found) for threat in design.threats]
    return msgspec.structs.replace(design, threats=ranked(threats, catalog))


def _rated(threat: Threat, matrix: Matrix, found: Mapping[str, Sequence[Finding]]) -> Threat:
    against = [each for claim in threat.countered_by for each in found.get(claim, ())]
    grave = sorted(dict.fromkeys(each for each in against if each.severity in GRAVE), key=_gravity)
    if not grave:
        return threat
    grounds = tuple(
        Ground(path=str(each.location), value=each.check, effect="raises", text=each.title)
        for each in grave[:MOST]
    )
    worst, risk = grave[0], threat.risk
    why = SEEN.fill(why=risk.why, title=worst.title, where=both(str(worst.location)), check=worst.check)
    level = matrix.level[risk.impact]["high"]
    raised = msgspec.structs.replace(
        risk, likelihood="high", level=level, grounds=(*risk.grounds, *grounds), why=why
    )
    return msgspec.structs.replace(threat, risk=raised)


def _gravity(finding: Finding) -> tuple[int, str, str]:
    return finding.severity.rank, finding.check, str(finding.location)
