"""How each claim stands by the evidence that counts."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import msgspec

from mamoru.assessment.result import ClaimStanding, ClaimState
from mamoru.catalog import Claim
from mamoru.evidence import Evidence, Finding, Grade, Missing, Shown, Subject
from mamoru.language import Text

NO_EVIDENCE = Text("証跡がありません。", "There is no evidence.")
REFUTED = Text("{title}（{where}）", "{title} ({where})")
REFUTED_MORE = Text("{title}（{where}、ほか{n}件）", "{title} ({where}, and {n} more)")
CANNOT = Text("確認できません: {why}", "Cannot be decided: {why}")
ACCEPTED = Text("弱点は受容されています: {title}", "The weakness is accepted: {title}")

Accepts = Callable[[Finding], bool]


def counting(evidence: Iterable[Evidence], subjects: frozenset[Subject], on: date) -> tuple[Evidence, ...]:
    """The evidence that counts on a day: of these very subjects, not from a later day, and of each
    check and subject only the latest run of its latest version (of tests by hand of each device).
    Order of the input never matters."""
    return latest(item for item in evidence if item.subject in subjects and item.on <= on)


def latest(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Of each check and subject the latest run of its latest version.

    A test by hand speaks of the device that it was made on: a pass on one leaves the failure of
    another standing, until that one passes or a later pass names it in its note: the reason why the
    failure says nothing of the release.
    """
    found: dict[tuple[str, Subject, str | None], Evidence] = {}
    for item in evidence:
        key = (item.check, item.subject, _device(item))
        held = found.get(key)
        if held is None or _age(item) > _age(held):
            found[key] = item
    newest: dict[tuple[str, Subject], int] = {}
    for check, subject, device in found:
        version = found[check, subject, device].version
        newest[check, subject] = max(version, newest.get((check, subject), version))
    kept = [
        found[key]
        for key in sorted(found, key=lambda k: (k[0], k[1].kind, k[1].id, k[2] or ""))
        if found[key].version == newest[key[0], key[1]]
    ]
    return tuple(item for item in kept if not any(_answers(other, item) for other in kept))


def _device(evidence: Evidence) -> str | None:
    device = evidence.by_hand.device if evidence.by_hand else None
    return " ".join(device.split()).casefold() if device else None


def _answers(later: Evidence, failed: Evidence) -> bool:
    """Whether `later` passed the same test and says, in its note, why `failed` does not count."""
    device = _device(failed)
    if device is None or not failed.findings or later.findings or later.by_hand is None:
        return False
    same = (later.check, later.subject) == (failed.check, failed.subject) and _age(later) > _age(failed)
    words = " ".join((later.by_hand.note or "").split()).casefold()
    named = re.search(rf"(?<!\w){re.escape(device)}(?!\w)", words) is not None
    return same and named and len(words) > len(device)


def _age(evidence: Evidence) -> tuple[object, ...]:
    return evidence.version, evidence.on, evidence.at, evidence.id


class _Seen(msgspec.Struct):
    """What was gathered for one claim."""

    shown: list[tuple[Shown, Evidence]] = msgspec.field(default_factory=list)
    refuting: list[tuple[Finding, Evidence]] = msgspec.field(default_factory=list)
    undecided: list[Evidence] = msgspec.field(default_factory=list)
    missing: list[tuple[Missing, Evidence]] = msgspec.field(default_factory=list)


def standings(evidence: Sequence[Evidence], accepts: Accepts) -> dict[str, ClaimStanding]:
    """Every claim that `evidence` (already only what counts) speaks of.

    Refuted beats all. A claim that a check could not look at is undecided, even where another check
    measured its part, unless a named person attested it. `accepts` says which findings are accepted
    risks: those neither refute nor show.
    """
    seen: dict[str, _Seen] = {}
    for item in evidence:
        for shown in item.shows:
            seen.setdefault(shown.claim, _Seen()).shown.append((shown, item))
        for finding in item.findings:
            for claim in finding.refutes:
                seen.setdefault(claim, _Seen()).refuting.append((finding, item))
        for claim in item.undecided:
            seen.setdefault(claim, _Seen()).undecided.append(item)
        for missing in item.missing:
            for claim in missing.claims:
                seen.setdefault(claim, _Seen()).missing.append((missing, item))
    return {claim: _standing(claim, what, accepts) for claim, what in sorted(seen.items())}


def _standing(claim: str, seen: _Seen, accepts: Accepts) -> ClaimStanding:
    refuting = sorted(
        ((f, e) for f, e in seen.refuting if not accepts(f)),
        key=lambda pair: (pair[0].severity.rank, str(pair[0].location), pair[0].check),
    )
    if refuting:
        findings = tuple(finding for finding, _ in refuting)
        worst, more = findings[0], len(findings) - 1
        template = REFUTED_MORE if more else REFUTED
        where = str(worst.location)
        return ClaimStanding(
            claim=claim,
            state=ClaimState.REFUTED,
            evidence=_ids(e for _, e in refuting),
            reason=template.fill(title=worst.title, where=where, n=more),
            findings=findings,
            where=worst.location,
        )
    attested = any(shown.grade is Grade.ATTESTED for shown, _ in seen.shown)
    if seen.undecided and not attested:
        why = seen.undecided[0].reason or NO_EVIDENCE
        reason = CANNOT.fill(why=why)
        return ClaimStanding(
            claim=claim, state=ClaimState.UNDECIDED, evidence=_ids(seen.undecided), reason=reason
        )
    if seen.refuting:
        title = seen.refuting[0][0].title
        reason = ACCEPTED.fill(title=title)
        return ClaimStanding(
            claim=claim, state=ClaimState.ACCEPTED, evidence=_ids(e for _, e in seen.refuting), reason=reason
        )
    if seen.shown:
        best, _ = max(seen.shown, key=lambda pair: (pair[0].grade.rank, pair[1].id))
        return ClaimStanding(
            claim=claim,
            state=ClaimState.SHOWN,
            grade=best.grade,
            evidence=_ids(e for _, e in seen.shown),
            reason=best.proof,
            where=best.location,
        )
    missing = min(seen.missing, key=lambda pair: pair[1].id, default=None)
    return ClaimStanding(
        claim=claim,
        state=ClaimState.NOTHING,
        evidence=_ids(e for _, e in seen.missing),
        reason=missing[0].reason if missing else NO_EVIDENCE,
        where=missing[0].location if missing else None,
    )


def grounded(found: Mapping[str, ClaimStanding], claims: Iterable[Claim]) -> dict[str, ClaimStanding]:
    """`found` with what follows from it: a claim falls with what it rests on (`Claim.rests_on`), by the
    very findings that refute that; where those are accepted risks, what was shown is accepted too."""
    below = {claim.id: claim.rests_on for claim in claims}
    return {id: _grounded(id, found, below) for id in sorted({*found, *below}) if id in found or below[id]}


def _grounded(
    id: str, found: Mapping[str, ClaimStanding], below: Mapping[str, Sequence[str]]
) -> ClaimStanding:
    own = of(found, id)
    under = [of(found, ground) for ground in sorted(_all_below(id, below))]
    refuted = [each for each in (own, *under) if each.state is ClaimState.REFUTED]
    if refuted and (own.state is not ClaimState.REFUTED or len(refuted) > 1):
        findings = tuple(dict.fromkeys(finding for each in refuted for finding in each.findings))
        worst = min(refuted, key=lambda each: each.findings[0].severity.rank)
        return msgspec.structs.replace(
            worst,
            claim=id,
            findings=tuple(sorted(findings, key=lambda f: (f.severity.rank, str(f.location), f.check))),
            evidence=tuple(sorted({one for each in refuted for one in each.evidence})),
        )
    accepted = [each for each in under if each.state is ClaimState.ACCEPTED]
    if accepted and own.state is ClaimState.SHOWN:
        return msgspec.structs.replace(accepted[0], claim=id)
    return own


def _all_below(id: str, below: Mapping[str, Sequence[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = list(below.get(id, ()))
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += below.get(one, ())
    return seen


def _ids(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    return tuple(sorted({item.id for item in evidence}))


def of(claims: Mapping[str, ClaimStanding], id: str) -> ClaimStanding:
    """The standing of `id`, of which nothing may be known."""
    return claims.get(id) or ClaimStanding(claim=id, state=ClaimState.NOTHING, reason=NO_EVIDENCE)
