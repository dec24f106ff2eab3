"""Where it stands in one sentence."""

from collections import Counter

from mamoru.assessment.report.model import Report
from mamoru.assessment.report.picture import guide
from mamoru.assessment.report.signs import SEVERITIES, STATES
from mamoru.assessment.result import StandardStanding, State
from mamoru.evidence import Finding, Severity
from mamoru.language import Text

SENTENCE = Text(
    "{standard}の{asked}項目のうち、{holds}項目を満たしています。",
    "{holds} of the {asked} points that the {standard} asks of this product hold.",
)
REST = Text("残りは、{rest}です。", "The rest: {rest}.")
WEAKNESSES = Text("ファームウェアには弱点が{n}件あり、{worst}です。", "The firmware has {n} weaknesses: {worst}.")
NO_WEAKNESS = Text(
    "調べた範囲では弱点が見つかりませんでした。", "No weakness was found in what could be looked at."
)
_TOLD = (State.FALLS_SHORT, State.PARTLY, State.NOT_SHOWN, State.INDETERMINATE, State.ACCEPTED)


def severities(findings: tuple[Finding, ...]) -> tuple[tuple[Severity, int], ...]:
    """How many findings of each severity there are, worst first, only those that occur."""
    counts = Counter(finding.severity for finding in findings)
    return tuple((severity, counts[severity]) for severity in Severity if counts[severity])


def standing_sentence(report: Report) -> Text:
    """One sentence that says where the product stands; for a bare image, what is wrong with it."""
    standing = guide(report) or next(iter(report.assessment.standards), None)
    if report.product is None or standing is None:
        return weakness_sentence(report)
    asked = sum(standing.counts.values()) - standing.counts.get(State.NOT_APPLICABLE, 0)
    first = Text(
        SENTENCE.ja.format(standard=standing.short.ja, asked=asked, holds=standing.counts["holds"]),
        SENTENCE.en.format(standard=standing.short.en, asked=asked, holds=standing.counts["holds"]),
    )
    rest = _rest(standing)
    return Text(first.ja + rest.ja, f"{first.en} {rest.en}".strip())


def weakness_sentence(report: Report) -> Text:
    """How many weaknesses there are, by severity."""
    counts = severities(report.findings)
    if not counts:
        return NO_WEAKNESS
    worst = Text(
        "、".join(f"{SEVERITIES[severity].ja}{n}" for severity, n in counts),
        ", ".join(f"{n} {SEVERITIES[severity].en}" for severity, n in counts),
    )
    n = len(report.findings)
    return Text(WEAKNESSES.ja.format(n=n, worst=worst.ja), WEAKNESSES.en.format(n=n, worst=worst.en))


def _rest(standing: StandardStanding) -> Text:
    told = [(STATES[s].word, standing.counts.get(s.value, 0)) for s in _TOLD if standing.counts.get(s.value)]
    if not told:
        return Text("", "")
    return Text(
        REST.ja.format(rest="、".join(f"{word.ja} {n}" for word, n in told)),
        REST.en.format(rest=", ".join(f"{n} {word.en}" for word, n in told)),
    )
