"""What the checks ask of a release's vulnerabilities: by component, how grave, whether silence counts."""

from datetime import date

from mamoru.assessment.report.severity import severity_of_score
from mamoru.evidence import Inconclusive, Location, Severity
from mamoru.language import Text
from mamoru.operation.vulnerabilities.telling.shapes import ComponentTold, MatchesTold, MatchTold

FRESH_DAYS = 35  # the feeds that are thinnest come monthly
OLD = Text(
    "脆弱性データが {day} のもので古く、ないとは言えません。mamoru vulns sync で新しくしてください。",
    "The vulnerability data is of {day}: too old to say that there is none. Bring it up to date with mamoru vulns sync.",
)
UNDECIDED = Text(
    "当てはまるか決められない脆弱性が{n}件あります（mamoru vulns match -v）。",
    "Of {n} vulnerabilities it could not be decided whether they apply (mamoru vulns match -v).",
)
NO_PART = Text(
    "部品の名前が分からないため、照合できません。",
    "No component is known by name, so there is nothing to match.",
)


def by_component(told: MatchesTold) -> dict[ComponentTold, list[MatchTold]]:
    """The open vulnerabilities that affect, of each component."""
    found: dict[ComponentTold, list[MatchTold]] = {}
    for match in told.matches:
        if match.wants_answer:
            found.setdefault(match.component, []).append(match)
    return found


def severity_of(matches: list[MatchTold]) -> Severity:
    """As grave as the worst of them: CVSS 3.1's ratings; exploited is critical, without a score medium."""
    rated = (
        severity_of_score(match.cvss.score if match.cvss else None, exploited=match.kev) for match in matches
    )
    return min(rated, key=lambda severity: severity.rank, default=Severity.MEDIUM)


def component_name(component: ComponentTold) -> str:
    """Its name and version."""
    return f"{component.name} {component.version or ''}".rstrip()


def where(component: ComponentTold) -> Location:
    """The first place that shows the component."""
    return Location(path=component.path or component.name, container=component.container)


def too_old(told: MatchesTold) -> Inconclusive | None:
    """That the data is too old for its silence to count; None where it is fresh."""
    day = (told.data.as_of or "")[:10]
    if day and (told.on - date.fromisoformat(day)).days <= FRESH_DAYS:
        return None
    return Inconclusive(reason=OLD.fill(day=day or "?"))


def not_decided(told: MatchesTold) -> Inconclusive | None:
    """That something could not be decided, or that no component is known."""
    if not told.coverage:
        return Inconclusive(reason=NO_PART)
    undecided = sum(match.state == "open" for match in told.matches)
    return Inconclusive(reason=UNDECIDED.fill(n=undecided)) if undecided else None
