"""What contradicts a claim refutes it, wherever it comes from; what follows falls with it."""

import importlib
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from mamoru.assessment import ClaimState, State
from mamoru.assessment.claims import grounded, standings
from mamoru.catalog import catalog
from mamoru.evidence import ByHand, Evidence, Grade, Location, Severity
from mamoru.evidence.registry import registry
from mamoru.verification.plan import check_of, hand_tests
from material.assessments import (
    AT,
    RELEASE,
    assessed,
    catalogue,
    evidence,
    finding,
    requirement,
    shown,
    state,
)

THE_CATALOG = catalog()
ONE = requirement(all=("c0",))

UNWRITTEN = "an entry that is not there is not shown; only the maker's own word denies it"
# Claims that no check finds against and no test by hand fails: only `statements` (how: none) or a
# result under verification.results refutes them. Each with the reason.
NOT_REFUTABLE = {
    "stakeholders-identified": UNWRITTEN,
    "roles-assigned": UNWRITTEN,
    "users-and-uses-defined": UNWRITTEN,
    "assets-identified": UNWRITTEN,
    "threats-foreseen": UNWRITTEN,
    "risks-rated": UNWRITTEN,
    "expert-consulted": UNWRITTEN,
    "verification-planned": "a plan younger than the release cannot be mended for it, so it is missing",
    "verification-done": "what could not be looked at is undecided; what was found is findings-resolved",
}


def finds(module: str) -> bool:
    """Whether a check can say that something is wrong."""
    return ".finding(" in Path(importlib.import_module(module).__file__ or "").read_text("utf-8")


def refuted_by() -> dict[str, list[str]]:
    """By claim the checks and tests by hand that can refute it, through what it rests on too."""
    found: dict[str, list[str]] = {claim.id: [] for claim in THE_CATALOG.claims}
    for entry in registry().checks:
        for claim in entry.check.claims if finds(entry.module) else ():
            found[claim].append(entry.check.id)
    for case in hand_tests().cases:
        for claim in case.claims:
            found[claim].append(case.id)
    for claim in THE_CATALOG.claims:
        found[claim.id] += [by for ground in claim.rests_on for by in found[ground]]
    return found


ABLE = refuted_by()


@pytest.mark.parametrize("claim", [claim.id for claim in THE_CATALOG.claims])
def test_every_claim_can_be_refuted_or_is_listed_with_the_reason(claim: str) -> None:
    assert bool(ABLE[claim]) is (claim not in NOT_REFUTABLE), ABLE[claim]


def test_what_is_listed_is_in_the_catalogue() -> None:
    assert set(NOT_REFUTABLE) <= {claim.id for claim in THE_CATALOG.claims}


CHAIN = [
    msgspec.structs.replace(
        claim, rests_on=("c1",) if claim.id == "c0" else ("c2",) if claim.id == "c1" else ()
    )
    for claim in catalogue(ONE).claims
]


def standing(*seen: Evidence, accepted: bool = False) -> ClaimState:
    """How c0 stands, which rests on c1, which rests on c2."""
    return grounded(standings(seen, lambda _: accepted), CHAIN)["c0"].state


def test_a_claim_falls_with_what_it_rests_on_by_any_number_of_steps() -> None:
    attested = evidence("X-1", shows=shown("c0", grade=Grade.ATTESTED))
    assert standing(attested) is ClaimState.SHOWN
    assert standing(attested, evidence("X-2", findings=(finding("c2", check="X-2"),))) is ClaimState.REFUTED
    assert standing(attested, evidence("X-2", findings=(finding("c3", check="X-2"),))) is ClaimState.SHOWN


def test_what_it_rests_on_shows_nothing_of_it() -> None:
    assert standing(evidence(shows=shown("c1", "c2"))) is ClaimState.NOTHING


def test_an_accepted_weakness_below_is_told_and_not_hidden() -> None:
    attested = evidence("X-1", shows=shown("c0"))
    weak = evidence("X-2", findings=(finding("c2", check="X-2"),))
    assert standing(attested, weak, accepted=True) is ClaimState.ACCEPTED


def test_the_reason_and_the_places_are_those_of_the_finding() -> None:
    weak = evidence("X-2", findings=(finding("c2", check="X-2", path="/etc/key.pem"),))
    fallen = grounded(standings([weak], lambda _: False), CHAIN)["c0"]
    assert fallen.where.path == "/etc/key.pem"
    assert "/etc/key.pem" in fallen.reason.en


def test_the_reason_names_every_gap() -> None:
    asked = catalogue(requirement(all=("c0", "c1", "c2", "c3")))
    seen = [
        evidence("X-1", shows=shown("c3"), findings=(finding("c0", path="/a"), finding("c1", path="/b"))),
    ]
    reason = assessed(asked, seen).standards[0].requirements[0].reason
    for gap in ("/a", "/b", "c2"):
        assert gap in reason.en
        assert gap in reason.ja
    assert "c3" not in reason.en


def test_a_finding_that_breaks_several_claims_is_told_once() -> None:
    asked = catalogue(requirement(all=("c0", "c1")))
    both_broken = finding("c0", "c1", path="/etc/init.d/S50telnet")
    seen = [evidence(findings=(both_broken, finding("c1", path="/z")))]
    reason = assessed(asked, seen).standards[0].requirements[0].reason
    assert reason.en == "weak (/etc/init.d/S50telnet, and 1 more)"


def test_what_could_not_be_looked_at_is_named_whole() -> None:
    asked = catalogue(requirement(all=("c0", "c1", "c2")))
    reason = assessed(asked, [evidence(undecided=("c0", "c1"))]).standards[0].requirements[0].reason
    assert reason.en == "c0; c1: Cannot be decided: out of sight. Also lacking: c2."


def trial(device: str | None, *, fails: bool = False, later: int = 0, note: str | None = None) -> Evidence:
    """A test by hand of c0 on a device, hours after the first."""
    made = evidence(
        "TC-X-01",
        subject=RELEASE,
        shows=() if fails else shown("c0", grade=Grade.ATTESTED),
        findings=(finding("c0", check="TC-X-01"),) if fails else (),
        at=AT + timedelta(hours=later),
    )
    return msgspec.structs.replace(made, by_hand=ByHand(by="Takahashi", device=device, note=note))


@pytest.mark.parametrize(
    "seen",
    [
        [trial("SN-1", fails=True), trial("SN-2", later=1)],
        [trial("SN-1"), trial("SN-2", fails=True, later=1)],
        [trial("SN-1", fails=True), trial("SN-2", later=1, note="looks fine")],
        [trial("SN-1", fails=True), trial("SN-2", later=1, note="SN-1")],
        [trial("SN-1", fails=True), trial("SN-2", later=1, note="SN-11 was a prototype")],
        [trial("SN-1", fails=True, later=1), trial("SN-2", note="SN-1 was a prototype")],
        [trial("SN-1", fails=True), trial(None, later=1)],
    ],
)
def test_a_failure_on_one_device_stands_whatever_passes_on_another(seen: Sequence[Evidence]) -> None:
    assert state(ONE, *seen) is State.FALLS_SHORT


@pytest.mark.parametrize(
    "seen",
    [
        [trial("SN-1", fails=True), trial("SN-1", later=1)],
        [trial("SN-1", fails=True), trial("sn-1 ", later=1)],
        [
            trial("SN-1", fails=True),
            trial("SN-2", later=1, note="SN-1 had a broken antenna; not this release"),
        ],
        [trial(None, fails=True), trial(None, later=1)],
        [trial("SN-1"), trial("SN-2", later=1)],
    ],
)
def test_it_holds_once_that_device_passes_or_a_later_pass_says_why_it_does_not_count(
    seen: Sequence[Evidence],
) -> None:
    assert state(ONE, *seen) is State.HOLDS


def first_action(*seen: Evidence) -> str | None:
    """The check of the first of the next actions, where c1 is not shown either."""
    asked = catalogue(requirement("r0", all=("c0",)), requirement("r1", all=("c1",)))
    heavy = tuple(
        msgspec.structs.replace(c, weight=5 if c.id == "c1" else 1, effort="hours") for c in asked.claims
    )
    asked = msgspec.structs.replace(asked, claims=heavy)
    return assessed(asked, seen).next_actions[0].check


@pytest.mark.parametrize("severity", [Severity.CRITICAL, Severity.HIGH])
def test_mending_what_is_grave_comes_before_showing_anything(severity: Severity) -> None:
    assert first_action(evidence(findings=(finding("c0", severity=severity),))) == "X-1"


def test_a_small_weakness_does_not_push_ahead() -> None:
    assert first_action(evidence(findings=(finding("c0", severity=Severity.LOW),))) is None


def test_an_exploited_vulnerability_is_critical_and_so_comes_before_showing_anything() -> None:
    exploited = registry().check("VUL-KNOWN-002").finding(at=Location(path="openssl"), proof="CVE-2014-0160")
    seen = evidence("VUL-KNOWN-002", findings=(msgspec.structs.replace(exploited, refutes=("c0",)),))
    assert first_action(seen) == "VUL-KNOWN-002"


def test_a_failed_critical_test_comes_before_showing_anything() -> None:
    case = next(case for case in hand_tests().cases if case.severity is Severity.CRITICAL)
    failed = check_of(case, THE_CATALOG).finding(at=Location(path="SN-1"), proof="…", refutes=("c0",))
    assert first_action(evidence(case.id, findings=(failed,))) == case.id


def test_a_release_that_cannot_be_updated_comes_before_showing_anything() -> None:
    asked = catalogue(requirement("r0", all=("c0",)), requirement("r1", all=("c1",)))
    named = {"c0": "software-updatable"}
    claims = tuple(
        msgspec.structs.replace(c, id=named.get(c.id, c.id), weight=5 if c.id == "c1" else 1)
        for c in asked.claims
    )
    points = (requirement("r0", all=("software-updatable",)), requirement("r1", all=("c1",)))
    standard = msgspec.structs.replace(asked.standards[0], requirements=points)
    asked = msgspec.structs.replace(asked, claims=claims, standards=(standard,))
    seen = evidence(findings=(finding("software-updatable", severity=Severity.LOW),))
    assert assessed(asked, [seen]).next_actions[0].check == "X-1"


def test_an_action_for_a_claim_that_fell_with_another_names_what_was_asked() -> None:
    asked = msgspec.structs.replace(catalogue(ONE), claims=tuple(CHAIN))
    weak = evidence("X-2", findings=(finding("c2", check="X-2"),))
    (action,) = assessed(asked, [weak]).next_actions
    assert (action.check, action.claims, action.requirements) == ("X-2", ("c0",), ("s:r",))
