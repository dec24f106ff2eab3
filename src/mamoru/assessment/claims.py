"""How each claim stands by the evidence that counts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import msgspec

from mamoru.assessment.result import ClaimStanding, ClaimState
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
    check and subject only the latest run of its latest version. Order of the input never matters."""
    latest: dict[tuple[str, Subject], Evidence] = {}
    for item in evidence:
        if item.subject not in subjects or item.on > on:
            continue
        key = (item.check, item.subject)
        held = latest.get(key)
        if held is None or _age(item) > _age(held):
            latest[key] = item
    return tuple(latest[key] for key in sorted(latest, key=lambda k: (k[0], k[1].kind, k[1].id)))


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


def _ids(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    return tuple(sorted({item.id for item in evidence}))


def of(claims: Mapping[str, ClaimStanding], id: str) -> ClaimStanding:
    """The standing of `id`, of which nothing may be known."""
    return claims.get(id) or ClaimStanding(claim=id, state=ClaimState.NOTHING, reason=NO_EVIDENCE)
