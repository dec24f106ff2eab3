"""What the templates ask of a report: looked-up titles, evidence, measures of a finding, related points."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property

import msgspec

from mamoru.assessment.deadlines import Deadline, Nearness
from mamoru.assessment.report import words
from mamoru.assessment.report.grouping import Group as FindingGroup
from mamoru.assessment.report.grouping import grouped
from mamoru.assessment.report.model import KnownVulnerability, Report
from mamoru.assessment.report.picture import MeasureView, PhaseView, guide, others, overall, phases, technical
from mamoru.assessment.report.signs import CLAIM_STATES
from mamoru.assessment.report.to_decide import ToDecide, exploited, to_decide
from mamoru.assessment.report.verdict import (
    nothing_seen,
    severities,
    standing_sentences,
    unseen,
    weakness_sentence,
)
from mamoru.assessment.result import (
    Action,
    ClaimStanding,
    GroupStanding,
    RequirementStanding,
    StandardStanding,
    State,
)
from mamoru.catalog import Case, Group, Requirement, Standard
from mamoru.evidence import Evidence, Finding, Severity
from mamoru.language import Text, both

MOST_FINDINGS = 400  # beyond this a page is too heavy to open
ACTIONS = 3
MOST_KNOWN = 150
MOST_RELATED = 5  # of one standard, as tags under a measure


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """One run that counted for a claim: by which check, of which day, from where, by whom."""

    check: str
    on: str
    source: str
    by: str | None


class ClaimRow(msgspec.Struct, frozen=True, kw_only=True):
    """A claim with its words."""

    standing: ClaimStanding
    title: Text
    state: State
    proofs: tuple[Proof, ...]


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """A state's part of the bar: `start` and `width` in percent."""

    state: State
    count: int
    start: float
    width: float


class VulnerableComponent(msgspec.Struct, frozen=True, kw_only=True):
    """A component, how many vulnerabilities it has, how many of them are exploited, the worst score."""

    name: str
    count: int
    exploited: int
    worst: float | None


def vulnerable_components(known: Iterable[KnownVulnerability]) -> list[VulnerableComponent]:
    """The components of `known`, those with the most vulnerabilities first."""
    by_name: dict[str, list[KnownVulnerability]] = defaultdict(list)
    for each in known:
        by_name[f"{each.component} {each.version or ''}".rstrip()].append(each)
    rows = [
        VulnerableComponent(
            name=name,
            count=len(its),
            exploited=sum(each.exploited for each in its),
            worst=max((each.score for each in its if each.score is not None), default=None),
        )
        for name, its in by_name.items()
    ]
    return sorted(rows, key=lambda row: (-row.exploited, -row.count, row.name))


class View:
    """A report as the page asks for it."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.catalog = report.catalog
        self.guide: StandardStanding | None = guide(report)
        self.others = others(report)
        self.phases: tuple[PhaseView, ...] = phases(self.guide)
        self.technical: tuple[MeasureView, ...] = technical(self.guide)
        self.state = State.INDETERMINATE if nothing_seen(report) else overall(report)
        self.nothing_seen = nothing_seen(report)
        self.sentences = standing_sentences(report)
        self.weaknesses = weakness_sentence(report)
        self.unseen = unseen(report)
        self.actions: tuple[Action, ...] = report.assessment.next_actions[:ACTIONS]
        self.findings = report.findings[:MOST_FINDINGS]
        self.left_out = len(report.findings) - len(self.findings)
        self.groups: tuple[FindingGroup, ...] = grouped(self.findings)
        self.most_known = MOST_KNOWN
        self.exploited = exploited(report)
        self.to_decide: tuple[ToDecide, ...] = to_decide(report)
        self.deadlines: tuple[Deadline, ...] = tuple(d for d in report.deadlines if d.warned)
        self.later = next((d for d in report.deadlines if not d.warned), None)
        self.overdue = sum(d.nearness is Nearness.OVER for d in self.deadlines)
        self._claims = {claim.id: claim.title for claim in self.catalog.claims} if self.catalog else {}
        self._evidence = {item.id: item for item in report.evidence}

    @property
    def name(self) -> Text:
        """What the report is about: the product, or the image's file."""
        if self.report.product is not None:
            return self.report.product.name
        first = next(iter(self.report.images), None)
        return both(first.path.rpartition("/")[2]) if first else words.FIRMWARE

    @cached_property
    def bar(self) -> tuple[Share, ...]:
        """The guide's points by state, as parts of a bar."""
        counts = self.guide.counts if self.guide else {}
        asked = [(state, counts.get(state.value, 0)) for state in State]
        total = max(1, sum(n for _, n in asked))
        shares, start = [], 0.0
        for state, n in asked:
            if n:
                shares.append(Share(state=state, count=n, start=start, width=round(100 * n / total, 3)))
                start = round(start + 100 * n / total, 3)
        return tuple(shares)

    @cached_property
    def vulnerable(self) -> list[VulnerableComponent]:
        """The components with known vulnerabilities, those with the most first."""
        known = self.report.vulnerabilities.known if self.report.vulnerabilities else ()
        return vulnerable_components(known)

    @property
    def known_severities(self) -> tuple[tuple[Severity, int], ...]:
        """How many of the known vulnerabilities that are listed have each severity."""
        known = self.report.vulnerabilities.known if self.report.vulnerabilities else ()
        counts = Counter(each.severity for each in known[: self.most_known])
        return tuple((severity, counts[severity]) for severity in Severity if counts[severity])

    def by_state(self, standing: StandardStanding) -> list[tuple[State, list[RequirementStanding]]]:
        """The points of a standard under the state that each has, in the order of the states."""
        told = ((state, [r for r in standing.requirements if r.state is state]) for state in State)
        return [(state, points) for state, points in told if points]

    @property
    def severities(self) -> tuple[tuple[Severity, int], ...]:
        """How many findings of each severity there are."""
        return severities(self.report.findings)

    def group(self, standard: str, id: str) -> Group | None:
        """What the catalogue says of a group."""
        found = self.catalog.standard(standard) if self.catalog else None
        return next((group for group in found.groups if group.id == id), None) if found else None

    def asked(self, id: str) -> Requirement | None:
        """What the catalogue says of a requirement."""
        found = self.catalog.requirement(id) if self.catalog else None
        return found[1] if found else None

    def standard(self, id: str) -> Standard | None:
        """What the catalogue says of a standard."""
        return self.catalog.standard(id) if self.catalog else None

    def chapters(
        self, standing: StandardStanding
    ) -> list[tuple[GroupStanding | None, list[RequirementStanding]]]:
        """The requirements in the order of the standard's paper, under the group that they lie in."""
        groups = {group.id: group for group in standing.groups}
        chapters: list[tuple[GroupStanding | None, list[RequirementStanding]]] = []
        for requirement in standing.requirements:
            group = groups.get(requirement.group)
            if not chapters or chapters[-1][0] is not group:
                chapters.append((group, []))
            chapters[-1][1].append(requirement)
        return chapters

    def claims(self, requirement: RequirementStanding) -> list[ClaimRow]:
        """The claims of a requirement with their words and the evidence that counted."""
        return [
            ClaimRow(
                standing=claim,
                title=self._claims.get(claim.claim, both(claim.claim)),
                state=CLAIM_STATES[claim.state],
                proofs=tuple(
                    _proof(self._evidence[id], claim.claim) for id in claim.evidence if id in self._evidence
                ),
            )
            for claim in requirement.claims
        ]

    def related(self, measure: MeasureView) -> list[tuple[Text, str]]:
        """The points of other standards that the mapping connects with a measure: short name, items."""
        items: dict[str, list[str]] = defaultdict(list)
        for requirement in measure.requirements:
            for id in self.report.related.get(requirement.id, ()):
                standard, _, item = id.partition(":")
                if item not in items[standard]:
                    items[standard].append(item)
        shorts = {s.id: s.short for s in self.catalog.standards} if self.catalog else {}
        return [(shorts.get(standard, both(standard)), _few(ids)) for standard, ids in items.items()]

    def cases(self, group: str) -> tuple[Case, ...]:
        """The cases told where a measure is worked on."""
        return tuple(case for case in self.report.cases if group in case.measures)

    @cached_property
    def _measures_of_claims(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for requirement in self.guide.requirements if self.guide else ():
            for claim in requirement.claims:
                found[claim.claim].add(requirement.group)
        return found

    def measures(self, *findings: Finding) -> list[GroupStanding]:
        """The guide's measures that `findings` speak of, in the guide's order."""
        claims = {claim for finding in findings for claim in finding.refutes}
        named = {measure for claim in claims for measure in self._measures_of_claims.get(claim, ())}
        return [group for group in (self.guide.groups if self.guide else ()) if group.id in named]

    def points(self, action: Action) -> list[str]:
        """The guide's points that an action would settle; another standard's where there are none."""
        own = [id for id in action.requirements if id.startswith("guide:")]
        return (own or list(action.requirements))[:4]

    def person(self, role: str) -> str | None:
        """Who holds a role in this product."""
        return self.report.product.people.get(role) if self.report.product else None


def _few(ids: list[str]) -> str:
    """The first few of `ids`, and how many more."""
    more = len(ids) - MOST_RELATED
    return ", ".join(ids[:MOST_RELATED]) + (f" +{more}" if more > 0 else "")


def _proof(evidence: Evidence, claim: str) -> Proof:
    by = next((shown.by for shown in evidence.shows if shown.claim == claim and shown.by), None)
    source = evidence.source if len(evidence.source) < 64 else evidence.source[:12]
    return Proof(check=evidence.check, on=evidence.on.isoformat(), source=source, by=by)
