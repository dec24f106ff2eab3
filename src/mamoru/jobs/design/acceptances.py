"""Acceptances of risks hold for the facts for which they were given: those are kept when `check` first sees
an acceptance, and a difference opens it again."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import msgspec

from mamoru.catalog import catalog
from mamoru.design import design_of
from mamoru.design.resting import FactChange, changes, facts_of
from mamoru.evidence import Evidence, Finding, Location, Missing, Outcome, Severity, Subject
from mamoru.jobs.release.at_hand import AtHand
from mamoru.jobs.tool import TOOL
from mamoru.jobs.wish import Wish
from mamoru.language import Text, both
from mamoru.product.model import Risk

FACTS = "ACCEPT-001"
HOLDS = "ACCEPT-002"
RESTS_ON = Text(
    "{risk} の判断が {threat} について前提とする記載", "What the decision {risk} on {threat} rests on"
)
CHANGED = Text(
    "受容の前提が変わった: {risk}（{threat}）", "An acceptance rests on facts that changed: {risk} ({threat})"
)
WEIGH = Text(
    "変わった記載を見て判断し直し、product.yaml の risks の reviewed.on を新しい日付にします。",
    "Decide anew in view of what changed, and give reviewed.on under risks in product.yaml the new day.",
)
ENDED = Text("受容の期限が {until} に過ぎた: {risk}", "An acceptance ended on {until}: {risk}")
AGAIN = Text(
    "対策を決めるか、改めて判断した人・日付・新しい期限（until）を product.yaml の risks に書きます。",
    "Decide on measures, or enter under risks in product.yaml who decided anew, when, and until when.",
)
LEFT = ("accept", "transfer", "not-applicable")


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A decision that leaves a threat as it is, and the facts on which it rests today."""

    risk: str
    threat: str
    on: str
    facts: dict[str, str]
    until: date | None

    @property
    def check(self) -> str:
        """The id under which its facts are kept."""
        return f"{FACTS}:{self.risk}:{self.threat}"


def given(hand: AtHand) -> list[Given]:
    """Every such decision of the product, with the facts as they are declared today."""
    product = hand.papers.product
    deciding = [risk for risk in product.risks if risk.decision in LEFT]
    if not deciding:
        return []
    bare = msgspec.structs.replace(product, risks=())
    threats = {t.id: t for t in design_of(catalog(), hand.threats, hand.papers.maker, bare).threats}
    return [
        Given(
            risk=risk.id,
            threat=id,
            on=_day(risk),
            facts=facts_of(threats[id], product, risk.elements),
            until=risk.until if risk.decision == "accept" else None,
        )
        for risk in deciding
        for id in risk.covers
        if id in threats
    ]


def reopened(
    decisions: Iterable[Given], kept: Iterable[Evidence], subject: Subject
) -> dict[tuple[str, str], tuple[FactChange, ...]]:
    """By risk and threat, what differs from the facts that were kept first for the same day of review."""
    before = _kept(kept, subject)
    found = {}
    for each in decisions:
        was = before.get((each.check, each.on))
        if was is not None and (differing := changes(was, each.facts)):
            found[each.risk, each.threat] = differing
    return found


def records(hand: AtHand, decisions: list[Given], kept: list[Evidence]) -> Iterator[Evidence]:
    """What `check` keeps: the facts of each decision that it sees for the first time, and whether all of
    them still hold."""
    subject, wish = hand.product, hand.wish
    before = _kept(kept, subject)
    for each in decisions:
        if (each.check, each.on) not in before:
            yield Evidence(
                check=each.check,
                version=1,
                subject=subject,
                outcome=Outcome.PASS,
                at=wish.at,
                on=wish.on,
                missing=tuple(_fact(path, value) for path, value in each.facts.items()),
                reason=RESTS_ON.fill(risk=both(each.risk), threat=both(each.threat)),
                source=each.on,
            )
    if decisions or any(item.check == HOLDS and item.subject == subject for item in kept):
        yield _holds(decisions, reopened(decisions, kept, subject), subject, wish)


def _holds(
    decisions: Iterable[Given],
    open_: Mapping[tuple[str, str], tuple[FactChange, ...]],
    subject: Subject,
    wish: Wish,
) -> Evidence:
    changed = [
        _finding(
            CHANGED.fill(risk=both(risk), threat=both(threat)),
            risk,
            "; ".join(f"{c.path}: {c.before or '-'} → {c.after or '-'}" for c in differing),
            WEIGH,
        )
        for (risk, threat), differing in open_.items()
    ]
    ended = {each.risk: each.until for each in decisions if each.until and each.until < wish.on}
    expired = [
        _finding(ENDED.fill(risk=both(risk), until=both(str(until))), risk, f"until: {until}", AGAIN)
        for risk, until in ended.items()
    ]
    findings = (*expired, *changed)
    return Evidence(
        check=HOLDS,
        version=1,
        subject=subject,
        outcome=Outcome.FAIL if findings else Outcome.PASS,
        at=wish.at,
        on=wish.on,
        refutes=("risks-answered",) if findings else (),
        findings=findings,
        source=TOOL,
    )


def _finding(title: Text, risk: str, proof: str, remedy: Text) -> Finding:
    return Finding(
        check=HOLDS,
        severity=Severity.MEDIUM,
        title=title,
        location=Location(path="product.yaml", field=f"risks[{risk}]"),
        proof=proof,
        remedy=remedy,
        refutes=("risks-answered",),
    )


def _kept(kept: Iterable[Evidence], subject: Subject) -> dict[tuple[str, str], dict[str, str]]:
    """The facts kept first for each decision and day of review."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    mine = (item for item in kept if item.subject == subject and item.check.startswith(f"{FACTS}:"))
    for item in sorted(mine, key=lambda item: item.at):
        facts = {fact.location.field or "": fact.reason.en for fact in item.missing if fact.location}
        found.setdefault((item.check, item.source), facts)
    return found


def _fact(path: str, value: str) -> Missing:
    return Missing(claims=(), reason=both(value), location=Location(path="product.yaml", field=path))


def _day(risk: Risk) -> str:
    return risk.reviewed.on.isoformat() if risk.reviewed else ""
