"""What must be decided before the product may ship: what nobody has answered, mended or accepted yet."""

from collections.abc import Iterator
from datetime import date

import msgspec

from mamoru.assessment.report.model import KnownVulnerability, Report
from mamoru.assessment.report.signs import SEVERITIES
from mamoru.evidence import Severity
from mamoru.language import Text, both, joined

EXPLOITED = Text("悪用が確認された {id} をどうするか", "What to do about {id}, which is exploited")
EXPLOITED_MORE = Text(
    "悪用が確認された脆弱性、ほか{n}件をどうするか", "What to do about {n} more exploited vulnerabilities"
)
KNOWN = Text(
    "{severity}の既知の脆弱性 {n}件をどうするか", "Known vulnerabilities ({severity}): what to do about {n}"
)
FINDINGS = Text(
    "{severity}の検出事項 {n}件を直すか受容するか",
    "Findings ({severity}): whether to mend or accept {n}",
)
THREATS = Text("決めていない脅威 {n}件への対応", "How to answer {n} threats that nobody has decided")
NO_END = Text("サポート終了日", "The end of the support period")
NO_END_WHY = Text("決まっていません。", "It is not stated.")
ENDED = Text("サポートの終わったこの版を出すか", "Whether to ship a release whose support has ended")
ENDED_WHY = Text("{until} に終わっています。", "It ended on {until}.")
IN_PARTS = Text("部品: {names}", "In {names}")
MORE = Text("ほか{n}点", "{n} more")
NAMED, PARTS, TITLES = 3, 3, 2
GRAVE = (Severity.CRITICAL, Severity.HIGH)


class ToDecide(msgspec.Struct, frozen=True, kw_only=True):
    """One decision: what, on what ground, whose (a role), how grave, and where in the report it is told."""

    what: Text
    why: Text
    who: str
    severity: Severity
    anchor: str


def to_decide(report: Report) -> tuple[ToDecide, ...]:
    """Every decision that is open, exploited vulnerabilities first, then the gravest."""
    if report.product is None:
        return ()
    found = [*_exploited(report), *_known(report), *_findings(report), *_threats(report), *_support(report)]
    return tuple(sorted(found, key=lambda each: each.severity.rank))


def exploited(report: Report) -> tuple[KnownVulnerability, ...]:
    """The known vulnerabilities of which exploitation is known."""
    known = report.vulnerabilities.known if report.vulnerabilities else ()
    return tuple(each for each in known if each.exploited)


def _exploited(report: Report) -> Iterator[ToDecide]:
    """Never folded together: each by its id while there are few."""
    every = exploited(report)
    for each in every[:NAMED]:
        yield ToDecide(
            what=EXPLOITED.fill(id=each.id),
            why=both(f"{each.component} {each.version or ''}".rstrip()),
            who="security",
            severity=Severity.CRITICAL,
            anchor="vulnerabilities",
        )
    if len(every) > NAMED:
        yield ToDecide(
            what=EXPLOITED_MORE.fill(n=len(every) - NAMED),
            why=_parts(every[NAMED:]),
            who="security",
            severity=Severity.CRITICAL,
            anchor="vulnerabilities",
        )


def _known(report: Report) -> Iterator[ToDecide]:
    found = report.vulnerabilities
    if found is None:
        return
    for severity in GRAVE:
        these = [each for each in found.known if each.severity is severity and not each.exploited]
        if these:
            yield ToDecide(
                what=KNOWN.fill(severity=SEVERITIES[severity], n=len(these)),
                why=_parts(these),
                who="security",
                severity=severity,
                anchor="vulnerabilities",
            )


def _findings(report: Report) -> Iterator[ToDecide]:
    for severity in GRAVE:
        these = [finding for finding in report.findings if finding.severity is severity]
        titles = list(dict.fromkeys(finding.title for finding in these))
        if these:
            yield ToDecide(
                what=FINDINGS.fill(severity=SEVERITIES[severity], n=len(these)),
                why=joined(titles[:TITLES]),
                who="developer",
                severity=severity,
                anchor="findings",
            )


def _threats(report: Report) -> Iterator[ToDecide]:
    threats = report.design.threats if report.design else ()
    open_ = [
        each for each in threats if each.undecided and not each.settled and Severity(each.level) in GRAVE
    ]
    if open_:
        yield ToDecide(
            what=THREATS.fill(n=len(open_)),
            why=joined([each.title for each in open_[:TITLES]]),
            who="security",
            severity=min((Severity(each.level) for each in open_), key=lambda level: level.rank),
            anchor="design",
        )


def _support(report: Report) -> Iterator[ToDecide]:
    until: date | None = report.product.support_until if report.product else None
    if until is None:
        yield ToDecide(
            what=NO_END, why=NO_END_WHY, who="executive", severity=Severity.HIGH, anchor="deadlines"
        )
    elif until < report.on:
        yield ToDecide(
            what=ENDED,
            why=ENDED_WHY.fill(until=until),
            who="executive",
            severity=Severity.CRITICAL,
            anchor="top",
        )


def _parts(these: tuple[KnownVulnerability, ...] | list[KnownVulnerability]) -> Text:
    names = list(dict.fromkeys(f"{each.component} {each.version or ''}".rstrip() for each in these))
    told = [both(name) for name in names[:PARTS]]
    if len(names) > PARTS:
        told.append(MORE.fill(n=len(names) - PARTS))
    return IN_PARTS.fill(names=joined(told))
