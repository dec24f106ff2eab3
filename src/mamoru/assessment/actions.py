"""The next actions: what takes away most risk for least effort."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from mamoru.assessment.requirements import Context
from mamoru.assessment.result import Action, ClaimStanding, ClaimState, RequirementStanding
from mamoru.catalog import Claim
from mamoru.evidence import Finding, Location, Severity
from mamoru.language import Text

RISK = {
    Severity.CRITICAL: 10.0,
    Severity.HIGH: 6.0,
    Severity.MEDIUM: 3.0,
    Severity.LOW: 1.0,
    Severity.INFO: 0.2,
}
EFFORT = {"hours": 1.0, "days": 2.0, "weeks": 4.0}  # weeks are worth starting: damped, not 40 times a day
FIRST = 100.0  # more than any risk over effort
FIXES = frozenset({"software-updatable", "fixes-provided", "no-known-exploitable-vulnerability"})
UNSHOWN_RISK = 0.8  # a claim that nobody showed, beside one that was refuted
WHY_UNSHOWN = Text(
    "示す証跡がないため、買い手にも自社にも分かりません。",
    "Nothing shows it, neither to a buyer nor to yourselves.",
)

EffortOf = Callable[[str], str | None]


def next_actions(
    requirements: Sequence[RequirementStanding], context: Context, effort_of: EffortOf
) -> tuple[Action, ...]:
    """All actions, the most worthwhile first: one for each check with findings, one for each claim
    that is not shown. `effort_of` gives a check's usual effort, None for an unknown check."""
    catalogued = {claim.id: claim for claim in context.catalog.claims}
    asking: dict[str, list[str]] = defaultdict(list)
    lacking: dict[str, ClaimStanding] = {}
    for requirement in requirements:
        if requirement.state.settled:
            continue
        for claim in requirement.claims:
            asking[claim.claim].append(requirement.id)
            lacking[claim.claim] = claim
    actions = [*_mending(lacking, asking, catalogued, effort_of), *_showing(lacking, asking, catalogued)]
    return tuple(sorted(actions, key=lambda a: (-a.score, a.check or "", a.claims)))


def _mending(
    lacking: Mapping[str, ClaimStanding],
    asking: Mapping[str, list[str]],
    catalogued: Mapping[str, Claim],
    effort_of: EffortOf,
) -> Iterable[Action]:
    by_check: dict[str, dict[Location, Finding]] = defaultdict(dict)
    broken: dict[str, set[str]] = defaultdict(set)
    for claim in lacking.values():
        for finding in claim.findings:
            by_check[finding.check].setdefault(finding.location, finding)
            broken[finding.check].add(claim.claim)
    for check, found in by_check.items():
        findings = sorted(found.values(), key=lambda f: (f.severity.rank, str(f.location)))
        worst = findings[0]
        claims = tuple(sorted(broken[check]))
        heaviest = max((catalogued[c] for c in claims), key=lambda c: c.weight)
        effort = effort_of(check) or heaviest.effort
        yield Action(
            title=worst.title,
            why=worst.why or worst.title,
            what=worst.remedy,
            who=heaviest.who,
            effort=effort,
            score=RISK[worst.severity] * heaviest.weight / 5 / EFFORT[effort] + _urgency(worst, claims),
            requirements=_named(asking, claims),
            claims=claims,
            check=check,
            severity=worst.severity,
            location=worst.location,
            more=len(findings) - 1,
        )


def _urgency(worst: Finding, claims: Iterable[str]) -> float:
    """What lifts mending above all showing: a critical or grave weakness (an exploited vulnerability and
    a failed critical test are such), or a fix that cannot reach the user."""
    return FIRST if worst.severity.rank <= Severity.HIGH.rank or FIXES & set(claims) else 0.0


def _showing(
    lacking: Mapping[str, ClaimStanding], asking: Mapping[str, list[str]], catalogued: Mapping[str, Claim]
) -> Iterable[Action]:
    for id, standing in lacking.items():
        claim = catalogued[id]
        if standing.state not in (ClaimState.NOTHING, ClaimState.UNDECIDED):
            continue
        yield Action(
            title=claim.title,
            why=standing.reason if standing.state is ClaimState.UNDECIDED else WHY_UNSHOWN,
            what=claim.how,
            who=claim.who,
            effort=claim.effort,
            score=claim.weight * UNSHOWN_RISK / EFFORT[claim.effort],
            requirements=_named(asking, (id,)),
            claims=(id,),
            location=standing.where,
        )


def _named(asking: Mapping[str, list[str]], claims: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({id for claim in claims for id in asking.get(claim, ())}))
