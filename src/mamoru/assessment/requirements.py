"""From claims to the state of a requirement, and from requirements to that of a measure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from mamoru.assessment.claims import of
from mamoru.assessment.contradictions import Contradiction, named, told
from mamoru.assessment.result import (
    ClaimStanding,
    ClaimState,
    GroupStanding,
    RequirementStanding,
    State,
)
from mamoru.catalog import Catalog, Claim, Condition, Group, Need, Requirement, Standard, evaluate
from mamoru.evidence import Grade, Location, Severity
from mamoru.language import Text, joined
from mamoru.product.model import Acceptance

HOLDS = Text("求められることがすべて示されています（{grade}）。", "Everything asked is shown ({grade}).")
PARTLY = Text(
    "{n}点のうち{shown}点が示されています。足りないもの: {lacking}。",
    "{shown} of {n} points are shown. Lacking: {lacking}.",
)
NOT_SHOWN = Text("証跡がありません: {lacking}。", "Nothing shows: {lacking}.")
WEAK = Text(
    "記載だけでは足りません（必要な確かさ: {grade}）: {lacking}。",
    "A lower grade is not enough (needed: {grade}): {lacking}.",
)
INDETERMINATE = Text("{title}: {reason}", "{title}: {reason}")
MEND_FILE = Text(
    "product.yaml の記載を、見つかったものに合わせて直します（または、見つかったものを取り除きます）。",
    "Mend product.yaml to say what was found, or take out what was found.",
)
LAW = Text(
    "{by} が受容しましたが、法令の要求は受容できません。{reason}",
    "{by} accepted it, but a law is not for a maker to accept away. {reason}",
)
GRAVE = Text(
    "{by} が受容しましたが、緊急の弱点が開いています（弱点ごとに、check を書いて受容します）。{reason}",
    "{by} accepted it, but a critical weakness is open (each is accepted by its check). {reason}",
)
ACCEPTED = Text("{by} が {until} まで受容しています: {why}", "Accepted by {by} until {until}: {why}")
LACKING_TOO = Text("{told}。ほかに足りないもの: {lacking}。", "{told}. Also lacking: {lacking}.")
QUOTED = Text("「{title}」", "{title}")
NOTHING_NEEDED = Text(
    "この項目を示す方法がまだ定められていません。", "No way to show this point has been defined yet."
)
GUIDE = "guide"  # its points may be named without a prefix
GRADES = {
    Grade.DECLARED: Text("記載", "declared"),
    Grade.ATTESTED: Text("確認記録", "attested"),
    Grade.MEASURED: Text("計測", "measured"),
}


class Context(msgspec.Struct, frozen=True):
    """What every requirement is judged with."""

    catalog: Catalog
    facts: Mapping[str, bool | None]
    claims: Mapping[str, ClaimStanding]
    acceptances: Sequence[Acceptance]  # in force on the day
    against: Mapping[str, Contradiction]  # facts that the file denies and a finding proves


def requirement_standing(standard: Standard, asked: Requirement, context: Context) -> RequirementStanding:
    """Where one requirement stands; the rules are those of the design, §2."""
    id = f"{standard.id}:{asked.id}"
    claims = tuple(of(context.claims, claim) for claim in asked.needs.claims)
    inapplicable = _inapplicable(standard, asked, context)
    if inapplicable is not None:
        return _standing(id, asked, State.NOT_APPLICABLE, None, inapplicable, (), None)
    state = _state(asked.needs, claims)
    names = (id, asked.id) if standard.id == GUIDE else (id,)
    acceptance = next((a for a in context.acceptances if a.requirement in names and not state.settled), None)
    against = _against_acceptance(standard, claims) if acceptance else None
    if acceptance is not None and against is None:
        reason = ACCEPTED.fill(by=acceptance.by, until=acceptance.until.isoformat(), why=acceptance.why)
        return _standing(id, asked, State.ACCEPTED, None, reason, claims, None)
    reason, following = _reason(asked.needs, claims, state, context)
    if acceptance is not None and against is not None:
        reason = against.fill(by=acceptance.by, reason=reason)
    names_of_facts = {fact for condition in _conditions(standard, asked) for fact in named(condition)}
    proved = next((c for fact, c in context.against.items() if fact in names_of_facts), None)
    if proved:  # the file denies what was found: one of the two is wrong, and no test by hand settles it
        reason = told(proved, reason)
        state, following = (State.PARTLY, MEND_FILE) if state is State.HOLDS else (state, following)
    return _standing(id, asked, state, _grade(asked.needs, claims), reason, claims, following)


def _against_acceptance(standard: Standard, claims: Iterable[ClaimStanding]) -> Text | None:
    """Why nobody can accept that this is not met; None where somebody can. A weakness that is critical is
    accepted by itself, by its check, and not with all that a requirement asks."""
    if not standard.acceptable:
        return LAW
    grave = (finding.severity is Severity.CRITICAL for claim in claims for finding in claim.findings)
    return GRAVE if any(grave) else None


def _standing(
    id: str,
    asked: Requirement,
    state: State,
    grade: Grade | None,
    reason: Text,
    claims: tuple[ClaimStanding, ...],
    following: Text | None,
) -> RequirementStanding:
    return RequirementStanding(
        id=id,
        group=asked.group,
        title=asked.title,
        state=state,
        grade=grade,
        reason=reason,
        claims=claims,
        evidence=tuple(sorted({e for claim in claims for e in claim.evidence})),
        next=following,
        status=asked.status,
        confirmed=asked.confidence == "high",
    )


def _conditions(standard: Standard, asked: Requirement) -> list[Condition | None]:
    """The condition of a requirement and those of all groups above it."""
    groups = {group.id: group for group in standard.groups}
    conditions = [asked.applies]
    above: str | None = asked.group
    while above is not None and above in groups:
        conditions.append(groups[above].applies)
        above = groups[above].parent
    return conditions


def _inapplicable(standard: Standard, asked: Requirement, context: Context) -> Text | None:
    """The reason why it does not apply, None where it does or where that is not known: what may
    apply is asked."""
    facts = {fact.id: fact for fact in context.catalog.facts}
    for condition in _conditions(standard, asked):
        verdict = evaluate(condition, context.facts)
        if verdict.applies is False:
            texts = [facts[name].yes if context.facts.get(name) else facts[name].no for name in verdict.facts]
            return Text("、".join(t.ja for t in texts), "; ".join(t.en for t in texts))
    return None


def _shown(claim: ClaimStanding, need: Need) -> bool:
    return (
        claim.state is ClaimState.SHOWN
        and claim.grade is not None
        and claim.grade.suffices(need.grade_of(claim.claim))
    )


def _state(need: Need, claims: tuple[ClaimStanding, ...]) -> State:
    states = [_point(point, need) for point in _points(need, claims)]
    if not states:
        return State.NOT_SHOWN
    if ClaimState.REFUTED in states:
        return State.FALLS_SHORT
    if ClaimState.UNDECIDED in states:
        return State.INDETERMINATE
    fine = sum(state in (ClaimState.SHOWN, ClaimState.ACCEPTED) for state in states)
    if fine == len(states):
        return State.ACCEPTED if ClaimState.ACCEPTED in states else State.HOLDS
    return State.PARTLY if fine else State.NOT_SHOWN


def _points(need: Need, claims: tuple[ClaimStanding, ...]) -> list[tuple[ClaimStanding, ...]]:
    """The needed claims as points: each of `all`, and `any` together as one."""
    points: list[tuple[ClaimStanding, ...]] = [(claim,) for claim in claims[: len(need.all)]]
    return [*points, claims[len(need.all) :]] if need.any else points


def _point(claims: tuple[ClaimStanding, ...], need: Need) -> ClaimState:
    """The state of one point: that of its best alternative, so that a better one never worsens it."""
    states = [ClaimState.SHOWN if _shown(claim, need) else _unshown(claim.state) for claim in claims]
    return max(states, key=_ALTERNATIVES.index)


def _unshown(state: ClaimState) -> ClaimState:
    return ClaimState.NOTHING if state is ClaimState.SHOWN else state  # shown, but at too low a grade


_ALTERNATIVES = (
    ClaimState.REFUTED,
    ClaimState.UNDECIDED,
    ClaimState.NOTHING,
    ClaimState.ACCEPTED,
    ClaimState.SHOWN,
)


def _grade(need: Need, claims: tuple[ClaimStanding, ...]) -> Grade | None:
    """The least grade of the points that are shown, each at its best."""
    shown = [[c.grade for c in point if c.grade is not None] for point in _points(need, claims)]
    best = [max(grades, key=lambda grade: grade.rank) for grades in shown if grades]
    return min(best, key=lambda grade: grade.rank) if best else None


def _reason(
    need: Need, claims: tuple[ClaimStanding, ...], state: State, context: Context
) -> tuple[Text, Text | None]:
    """Why, and what to do next."""
    if not claims:
        return NOTHING_NEEDED, None
    titles = {claim.id: claim for claim in context.catalog.claims}
    refuted = [c for c in claims if c.state is ClaimState.REFUTED]
    points = _points(need, claims)
    fine = [p for p in points if _point(p, need) in (ClaimState.SHOWN, ClaimState.ACCEPTED)]
    if state is State.FALLS_SHORT:
        refuted.sort(key=lambda c: c.findings[0].severity.rank)
        rest = [c for point in points if point not in fine for c in point if c not in refuted]
        return _shortfall(refuted, rest, titles), refuted[0].findings[0].remedy
    lacking = [claim for point in points if point not in fine for claim in point]
    lacking.sort(key=lambda c: -titles[c.claim].weight)
    following = titles[lacking[0].claim].how if lacking else None
    names = _named(lacking, titles)
    if state is State.INDETERMINATE:
        blocked = [c for c in lacking if c.state is ClaimState.UNDECIDED]
        rest = [c for c in lacking if c not in blocked]
        return _unseen(blocked, rest, titles), following
    if state is State.HOLDS:
        return HOLDS.fill(grade=GRADES[_grade(need, claims) or need.grade]), None
    if state is State.ACCEPTED:
        return next(c.reason for c in claims if c.state is ClaimState.ACCEPTED), None
    if state is State.PARTLY:
        return PARTLY.fill(n=len(points), shown=len(fine), lacking=names), following
    weak = [c for c in lacking if c.grade is not None]
    if not weak:
        return NOT_SHOWN.fill(lacking=names), following
    asked = max((need.grade_of(c.claim) for c in weak), key=lambda grade: grade.rank)
    told = WEAK.fill(grade=GRADES[asked], lacking=_named(weak, titles))
    rest = [c for c in lacking if c not in weak]
    return LACKING_TOO.fill(told=_bare(told), lacking=_named(rest, titles)) if rest else told, following


def _named(claims: Iterable[ClaimStanding], titles: Mapping[str, Claim]) -> Text:
    return joined([QUOTED.fill(title=titles[claim.claim].title) for claim in claims], en="; ")


def _shortfall(
    refuted: Sequence[ClaimStanding], rest: Sequence[ClaimStanding], titles: Mapping[str, Claim]
) -> Text:
    """What decides, each worst finding told once with how many there are, and what is lacking beside."""
    worst: dict[tuple[str, Location], ClaimStanding] = {}
    for claim in sorted(refuted, key=lambda c: -len(c.findings)):
        worst.setdefault((claim.findings[0].check, claim.findings[0].location), claim)
    told = _sentences(claim.reason for claim in refuted if claim in worst.values())
    return LACKING_TOO.fill(told=_bare(told), lacking=_named(rest, titles)) if rest else told


def _unseen(
    blocked: Sequence[ClaimStanding], rest: Sequence[ClaimStanding], titles: Mapping[str, Claim]
) -> Text:
    """What could not be looked at, by reason, and what is lacking beside."""
    by_reason: dict[Text, list[ClaimStanding]] = {}
    for claim in blocked:
        by_reason.setdefault(claim.reason, []).append(claim)
    told = _sentences(
        INDETERMINATE.fill(
            title=titles[claims[0].claim].title if len(claims) == 1 else _named(claims, titles), reason=reason
        )
        for reason, claims in by_reason.items()
    )
    return LACKING_TOO.fill(told=_bare(told), lacking=_named(rest, titles)) if rest else told


def _sentences(texts: Iterable[Text]) -> Text:
    told = list(texts)
    return told[0] if len(told) == 1 else joined([_bare(text) for text in told], ja="／", en="; ")


def _bare(text: Text) -> Text:
    return Text(text.ja.rstrip("。"), text.en.rstrip("."))


# A group is as bad as the worst of what it holds, in this order.
_WORST = (State.FALLS_SHORT, State.INDETERMINATE)


def group_standings(
    standard: Standard, requirements: Sequence[RequirementStanding]
) -> tuple[GroupStanding, ...]:
    """Each group by the requirements in it and in the groups below it."""
    return tuple(_group(group, _members(standard, group, requirements)) for group in standard.groups)


def _members(
    standard: Standard, group: Group, requirements: Sequence[RequirementStanding]
) -> list[RequirementStanding]:
    below = {group.id}
    for other in standard.groups:  # groups are listed parents first
        if other.parent in below and other.kind != "technical-measure":
            below.add(other.id)
    return [requirement for requirement in requirements if requirement.group in below]


def _group(group: Group, members: list[RequirementStanding]) -> GroupStanding:
    counts = Counter(member.state.value for member in members)
    state = combined([m.state for m in members if m.status != "optional"] or [m.state for m in members])
    telling = next((m for m in members if m.state is state), None) or next(
        (m for m in members if not m.state.settled), members[0] if members else None
    )
    return GroupStanding(
        id=group.id,
        kind=group.kind,
        title=group.title,
        label=group.label,
        parent=group.parent,
        state=state,
        reason=telling.reason if telling else NOTHING_NEEDED,
        next=next((m.next for m in members if m.next and not m.state.settled), None),
        counts=dict(sorted(counts.items())),
    )


def combined(states: Sequence[State]) -> State:
    """One state for several: the worst decides; some holding and some not is partly. What was accepted holds
    nothing."""
    asked = [state for state in states if state is not State.NOT_APPLICABLE]
    if not asked:
        return State.NOT_APPLICABLE
    for worst in _WORST:
        if worst in asked:
            return worst
    if all(state.settled for state in asked):
        return State.ACCEPTED if State.ACCEPTED in asked else State.HOLDS
    if State.PARTLY in asked or State.HOLDS in asked:
        return State.PARTLY
    return State.NOT_SHOWN
