"""How the design of the release at hand stands by what its evidence shows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from mamoru.assessment import accepted
from mamoru.assessment.claims import counting, grounded, standings
from mamoru.assessment.result import ClaimStanding
from mamoru.catalog import catalog
from mamoru.design import Design, design_of, standing
from mamoru.design.difference import LISTS, DesignChanges, RetestCase, compared
from mamoru.design.observing import observed
from mamoru.design.renaming import renamed, renames
from mamoru.design.resting import FactChange
from mamoru.design.telling import DesignTold, Doubts, told
from mamoru.evidence import Evidence, Finding, Subject, SubjectKind
from mamoru.evidence.registry import registry
from mamoru.jobs.design.acceptances import Given, reopened
from mamoru.jobs.design.objections import objections
from mamoru.jobs.release.at_hand import AtHand
from mamoru.product import Product
from mamoru.product.model import Acceptance
from mamoru.verification.plan import hand_tests

WRITTEN = (SubjectKind.MAKER, SubjectKind.PRODUCT, SubjectKind.RELEASE)  # what the rating has from the files


def claim_standings(
    evidence: Iterable[Evidence], subjects: frozenset[Subject], in_force: Sequence[Acceptance], on: date
) -> dict[str, ClaimStanding]:
    """How each claim stands that the evidence speaks of."""
    counted = counting(evidence, subjects, on)
    return grounded(standings(counted, lambda finding: accepted(finding, in_force)), catalog().claims)


def standing_design(
    hand: AtHand,
    claims: Mapping[str, ClaimStanding],
    since: Product | None = None,
    doubts: Doubts | None = None,
) -> tuple[Design, DesignTold]:
    """The design of one product and how it stands by `claims` and in view of `doubts`."""
    asked, papers = catalog(), hand.papers
    lost = doubts.given_up if doubts else {}
    design = design_of(asked, hand.threats, papers.maker, _without_lost(papers.product, lost))
    changes = _changes(hand, since, design) if since is not None else None
    design = observed(design, hand.threats.matrix, asked, _in_the_device(claims))
    states = {claim: each.state for claim, each in claims.items()}
    stands = standing(design, hand.threats.matrix, states, papers.on, lost)
    return design, told(design, stands, papers, asked, changes, doubts)


def _in_the_device(claims: Mapping[str, ClaimStanding]) -> dict[str, tuple[Finding, ...]]:
    """By claim the weaknesses that were found in the device or its parts, not in what is written of it."""
    written = {each.check.id for each in registry().checks if each.check.subject in WRITTEN}
    return {
        claim: tuple(finding for finding in each.findings if finding.check not in written)
        for claim, each in claims.items()
        if each.findings
    }


def _changes(hand: AtHand, since: Product, design: Design) -> DesignChanges:
    """What changed since an older product file, and the tests by hand to repeat."""
    papers = hand.papers
    to = renames(since, papers.product, LISTS)
    before = renamed(since, to)
    old = design_of(catalog(), hand.threats, papers.maker, before)
    found = compared(old, design, before, papers.product, to)
    again = {*found.retest}
    tests = tuple(
        RetestCase(id=case.id, title=case.title, claims=tuple(c for c in case.claims if c in again))
        for case in hand_tests().cases
        if again & {*case.claims}
    )
    return msgspec.structs.replace(found, tests=tests)


def doubts_of(hand: AtHand, kept: Sequence[Evidence], decisions: Iterable[Given]) -> Doubts:
    """What speaks against the decisions on the threats of one product, by the evidence kept."""
    open_ = reopened(decisions, kept, hand.product)
    changed: dict[str, tuple[FactChange, ...]] = {}
    lost: dict[str, frozenset[str]] = {}
    for (risk, threat), differing in open_.items():
        changed[threat] = tuple(dict.fromkeys((*changed.get(threat, ()), *differing)))
        lost[threat] = lost.get(threat, frozenset()) | {risk}
    said = objections(hand, kept)
    return Doubts(reopened=changed, given_up=lost, objections=said)


def _without_lost(product: Product, lost: Mapping[str, frozenset[str]]) -> Product:
    """`product` without the rulings that a threat does not apply where they no longer hold."""
    gone = {(risk, threat) for threat, risks in lost.items() for risk in risks}
    risks = tuple(
        msgspec.structs.replace(r, covers=tuple(id for id in r.covers if (r.id, id) not in gone))
        if r.decision == "not-applicable"
        else r
        for r in product.risks
    )
    return msgspec.structs.replace(product, risks=risks)
