"""Where it stands in one sentence."""

from collections import Counter

from mamoru.assessment.report.model import Report
from mamoru.assessment.report.picture import guide
from mamoru.assessment.result import StandardStanding, State
from mamoru.evidence import Finding, Severity
from mamoru.language import Text

SENTENCE = Text(
    "{standard}の{asked}項目のうち、{holds}項目を満たしています。",
    "{holds} of the {asked} points that the {standard} asks hold.",
)
REST = {
    State.FALLS_SHORT: Text("満たさないものが{n}項目", "{n} fall short"),
    State.NOT_SHOWN: Text("証跡のないものが{n}項目", "{n} are not shown"),
    State.PARTLY: Text("一部満たすものが{n}項目", "{n} hold in part"),
    State.INDETERMINATE: Text("確認できないものが{n}項目", "{n} could not be determined"),
}
WEAKNESSES = Text(
    "このファームウェアには弱点が{n}件見つかりました。", "{n} weaknesses were found in this firmware."
)
NO_WEAKNESS = Text(
    "調べた範囲では弱点が見つかりませんでした。", "No weakness was found in what could be looked at."
)
BEYOND = Text(
    "実機の動作は、この版の Mamoru では調べていません。",
    "The behaviour of a live device is not looked at by this version of Mamoru.",
)  # goes when the bench runs in `check`
_LACKING = frozenset((State.FALLS_SHORT, State.PARTLY, State.NOT_SHOWN))
MOST_TOLD = 2  # a sentence with more numbers is a table


def found(report: Report) -> bool:
    """Whether something is wrong or missing: an open finding, a requirement that falls short, stands
    partly or is not shown. Of a bare image nothing was declared, so what is merely not shown counts
    there only where all of it could be looked at."""
    states = frozenset(report.assessment.states)
    if report.findings or State.FALLS_SHORT in states:
        return True
    return bool(states & _LACKING) and (report.product is not None or report.looked.whole)


def unseen(report: Report) -> tuple[Text, ...]:
    """What was not looked at: what stayed out of sight in this run, and what no run looks at yet."""
    return (*report.not_looked, BEYOND)


def nothing_seen(report: Report) -> bool:
    """Whether nothing at all could be looked at, so that nothing about it can be good."""
    return report.looked.nothing


def in_firmware(report: Report) -> tuple[Finding, ...]:
    """The findings that were made in the images themselves: not in what the maker wrote, and not what is
    published of a part, which is told beside them."""
    seen = {
        finding
        for item in report.evidence
        if item.subject.kind == "image" and not item.check.startswith("VUL-")
        for finding in item.findings
    }
    return tuple(finding for finding in report.findings if finding in seen)


def severities(findings: tuple[Finding, ...]) -> tuple[tuple[Severity, int], ...]:
    """How many findings of each severity there are, worst first, only those that occur."""
    counts = Counter(finding.severity for finding in findings)
    return tuple((severity, counts[severity]) for severity in Severity if counts[severity])


def standing_sentences(report: Report) -> tuple[Text, ...]:
    """One sentence or two that say where the product stands; for a bare image, what is wrong with it."""
    standing = guide(report) or next(iter(report.assessment.standards), None)
    if report.product is None or standing is None:
        return (weakness_sentence(report),)
    asked = sum(standing.counts.values()) - standing.counts.get(State.NOT_APPLICABLE, 0)
    first = SENTENCE.fill(standard=standing.short, asked=asked, holds=standing.counts["holds"])
    return (first, *_rest(standing))


def weakness_sentence(report: Report) -> Text:
    """How many weaknesses were found."""
    return WEAKNESSES.fill(n=len(report.findings)) if report.findings else NO_WEAKNESS


def _rest(standing: StandardStanding) -> tuple[Text, ...]:
    """The gravest of what does not hold."""
    told = [text.fill(n=n) for state, text in REST.items() if (n := standing.counts.get(state.value, 0))]
    told = told[:MOST_TOLD]
    if not told:
        return ()
    ja, en = "、".join(text.ja for text in told), " and ".join(text.en for text in told)
    return (Text(f"{ja}あります。", f"{en}."),)
