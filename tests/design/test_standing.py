"""How a design stands by what is shown."""

from datetime import date

import msgspec

from mamoru.assessment import ClaimState
from mamoru.design import library, standing
from mamoru.design.model import Decision, Design, Threat
from material.designs import designed, undecided_camera

ON = date(2026, 11, 23)
DESIGN = designed(undecided_camera())
SHOWN = ClaimState.SHOWN


def threat(id: str) -> Threat:
    """A threat of the camera."""
    found = DESIGN.threat(id)
    assert found is not None
    return found


def decided(decision: str, until: date | None = None) -> Design:
    """The camera whose passwords somebody decided about."""
    answer = Decision(risk="r1", decision=decision, until=until)
    changed = msgspec.structs.replace(threat("guessable-password"), decision=answer, decisions=(answer,))
    return msgspec.structs.replace(DESIGN, threats=(changed,))


def test_a_threat_is_shown_countered_when_every_claim_is_shown() -> None:
    claims = dict.fromkeys(threat("false-update").countered_by, SHOWN)
    stands = standing(DESIGN, library().matrix, claims, ON)["false-update"]
    assert (stands.shown, stands.answer, stands.lacking) == (True, "countered", ())
    assert stands.residual == "medium"


def test_one_claim_that_is_refuted_leaves_the_whole_risk() -> None:
    claims = dict.fromkeys(threat("false-update").countered_by, SHOWN)
    claims |= {"update-is-signed": ClaimState.REFUTED}
    stands = standing(DESIGN, library().matrix, claims, ON)["false-update"]
    assert (stands.shown, stands.answer) == (False, "open")
    assert stands.refuted == ("update-is-signed",)
    assert stands.residual == threat("false-update").risk.level


def test_an_accepted_weakness_does_not_counter_a_threat() -> None:
    claims = dict.fromkeys(threat("false-update").countered_by, ClaimState.ACCEPTED)
    assert not standing(DESIGN, library().matrix, claims, ON)["false-update"].shown


def test_an_acceptance_holds_until_its_day() -> None:
    accepted = decided("accept", until=ON)
    later = date(2026, 11, 24)
    assert standing(accepted, library().matrix, {}, ON)["guessable-password"].answer == "accepted"
    assert standing(accepted, library().matrix, {}, later)["guessable-password"].answer == "open"


def test_an_acceptance_that_is_dated_in_the_future_is_a_plan() -> None:
    ahead = Decision(risk="r1", decision="accept", on=date(2026, 11, 24), until=date(2027, 6, 1))
    changed = msgspec.structs.replace(threat("guessable-password"), decision=ahead, decisions=(ahead,))
    design = msgspec.structs.replace(DESIGN, threats=(changed,))
    assert standing(design, library().matrix, {}, ON)["guessable-password"].answer == "open"
    assert standing(design, library().matrix, {}, ahead.on or ON)["guessable-password"].answer == "accepted"


def test_a_reduction_without_evidence_is_still_open() -> None:
    stands = standing(decided("mitigate"), library().matrix, {}, ON)["guessable-password"]
    assert (stands.answer, stands.residual) == ("open", threat("guessable-password").risk.level)
