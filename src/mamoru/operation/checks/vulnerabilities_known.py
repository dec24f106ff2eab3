"""A component has published vulnerabilities to which nobody has given an answer."""

from collections.abc import Iterator

from mamoru.evidence import Check, Effort, Observation, Severity, Silence, SubjectKind
from mamoru.language import Text
from mamoru.operation.vulnerabilities.telling import MatchesTold, MatchTold
from mamoru.operation.vulnerabilities.telling.findings import (
    by_component,
    component_name,
    not_decided,
    severity_of,
    too_old,
    where,
)

CHECK = Check(
    id="VUL-KNOWN-001",
    title=Text(
        "既知の脆弱性のある部品に、対応が決まっていない",
        "A component with known vulnerabilities and no answer to them",
    ),
    why=Text(
        "公表された脆弱性は、攻撃者も読んでいます。自社の製品に当てはまるかどうかと、どうするかを決めるのはメーカーだけです。",
        "Attackers read what is published too. Only the maker can say whether it applies to the product, and what is done.",
    ),
    remedy=Text(
        "直っている版に上げるか、当てはまらない理由を mamoru vulns decide で残します。一覧と優先順位は mamoru vulns match で見られます。",
        "Update to a version in which it is mended, or record with mamoru vulns decide why it does not apply. mamoru vulns match lists them in their order.",
    ),
    severity=Severity.HIGH,
    claims=("vulnerabilities-answered", "no-known-exploitable-vulnerability"),
    subject=SubjectKind.VULNERABILITIES,
    cwe=("CWE-1395",),
    silence=Silence.SAYS_NOTHING,
    effort=Effort.DAYS,
    needs=(),
    limits=Text(
        "手元の脆弱性データにあるものだけを見ます。どの情報源にも載っていない部品は、ないことの証明になりません。",
        "Only what the local vulnerability data holds is seen. Of a component that no source knows, silence is no proof.",
    ),
)
TITLE = Text("{part} に既知の脆弱性が{n}件ある", "Known vulnerabilities in {part}: {n}")
CLEAN = Text(
    "部品{n}点を {day} の脆弱性データと照合し、対応が未定の脆弱性はありません。",
    "{n} components were matched with vulnerability data of {day}; no vulnerability is without an answer.",
)
MOST_NAMED = 3


def run(told: MatchesTold) -> Iterator[Observation]:
    """One finding a component, as grave as its worst vulnerability. Shown only with data that is fresh and
    where every known component could be decided."""
    found = by_component(told)
    for component, matches in found.items():
        yield CHECK.finding(
            at=where(component),
            title=TITLE.fill(part=component_name(component), n=len(matches)),
            proof=_proof(matches),
            severity=severity_of(matches),
        )
    if found:
        return
    if (why := too_old(told) or not_decided(told)) is not None:
        yield why
        return
    day = (told.data.as_of or "")[:10]
    clean = CLEAN.fill(n=len(told.coverage), day=day)
    for claim in CHECK.claims:
        yield CHECK.shown(claim=claim, proof=clean)


def _proof(matches: list[MatchTold]) -> str:
    named = [
        f"{m.vulnerability} (CVSS {m.cvss.score})" if m.cvss else m.vulnerability
        for m in matches[:MOST_NAMED]
    ]
    rest = f", +{len(matches) - MOST_NAMED}" if len(matches) > MOST_NAMED else ""
    return ", ".join(named) + rest
