"""Who may decide on a vulnerability: what nobody looks at again is settled by somebody known, with a reason."""

from mamoru.errors import InputError
from mamoru.language import Text
from mamoru.operation.vulnerabilities.decisions import Decision
from mamoru.product.accepting import is_reason, why_not_accepted
from mamoru.product.maker import Maker
from mamoru.product.model import Acceptance
from mamoru.product.people import is_known

SETTLES = ("not-affected", "fixed")  # what nobody looks at again
STRANGER = Text("{by} は maker.yaml に名前がありません", "maker.yaml names no {by}")
NO_REASON = Text("理由（--reason）になっていません", "its --reason is no reason")
NO_DECISION = Text("決定として残せません（{why}）。", "This is no decision: {why}.")
NAME_ONE = Text(
    "maker.yaml の roles に名前のある人が、理由を文で書いてください。",
    "Somebody whom maker.yaml names under roles gives the reason in words.",
)
NO_ACCEPTANCE = Text("受容できません（{why}）。", "This is no acceptance: {why}.")
DECIDE_ANEW = Text(
    "受容を決められる人が、理由と12か月以内の期限（--until）を付けてください。",
    "Somebody who may accept gives the reason and a last day within 12 months (--until).",
)


def check_decider(decision: Decision, maker: Maker) -> None:
    """Raises `InputError` for a decision that would settle the matter and is none: by a stranger, without a
    reason in words; for an acceptance as `accepted` of product.yaml."""
    if decision.state in SETTLES:
        why = None if is_reason(decision.reason) else NO_REASON
        if not is_known(decision.by, maker):
            why = STRANGER.fill(by=decision.by)
        if why is not None:
            raise InputError(NO_DECISION.fill(why=why), NAME_ONE)
    if decision.state == "accepted" and decision.until is not None:
        asked = Acceptance(by=decision.by, until=decision.until, why=decision.reason)
        if (why := why_not_accepted(asked, maker, decision.on)) is not None:
            raise InputError(NO_ACCEPTANCE.fill(why=why), DECIDE_ANEW)
