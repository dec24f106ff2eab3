"""Fold what a check yielded into one piece of evidence."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol, runtime_checkable

import msgspec

from mamoru.evidence.check import Check, Silence
from mamoru.evidence.finding import Finding, Inconclusive, Missing, NotApplicable, Observation, Shown
from mamoru.evidence.record import Evidence, Outcome, Subject
from mamoru.evidence.registry import Run
from mamoru.language import Text, both
from mamoru.looked import Looked

MOST_FINDINGS = 500  # of one check on one subject; more says nothing new
TOO_MANY = Text("検出が多すぎるため{n}件で打ち切りました。", "Cut off at {n} findings.")
SILENT = Text("調べた範囲で問題は見つかりませんでした。", "Nothing was found in what was looked at.")
SILENT_IN = Text(
    "調べた範囲（{share}）で問題は見つかりませんでした。",
    "Nothing was found in what was looked at ({share}).",
)
NOTHING = Text("調べられたものがありません。", "Nothing of it could be looked at.")
FAILED = Text("検査が途中で止まりました（{why}）。", "The check broke off ({why}).")


@runtime_checkable
class Sighted(Protocol):
    """A subject that knows what of it cannot be seen."""

    def obstacle(self, needs: tuple[str, ...]) -> Text | None:
        """Why a check with these needs cannot look at all."""

    def beside_the_point(self, needs: tuple[str, ...]) -> Text | None:
        """Why a check with these needs has nothing to look at here."""

    def blind_spot(self) -> Text | None:
        """Why silence is no proof."""


@runtime_checkable
class Accounted(Protocol):
    """A subject that knows how much of it was looked at."""

    @property
    def looked(self) -> Looked:
        """The share of it that answered."""


class Occasion(msgspec.Struct, frozen=True, kw_only=True):
    """Of what and when evidence speaks; `looked` is how much of it was looked at, where the subject itself does
    not know."""

    subject: Subject
    at: datetime
    on: date
    source: str = ""
    looked: Looked | None = None


def evidence_of(check: Check, run: Run, looked_at: object, occasion: Occasion) -> Evidence:
    """Run `check` on `looked_at`. Whatever it raises becomes an inconclusive result that says so.

    Findings refute; `Shown` shows; silence shows all claims where the check says so and nothing was
    out of sight; everything else stays undecided, with its reason. Of a check that broke off only the
    findings stand: what it had not looked at yet may contradict what it showed.
    """
    if isinstance(looked_at, Sighted) and (why := looked_at.obstacle(check.needs)):
        return unseen(check, occasion, why)
    seen: list[Observation] = []
    broke: Text | None = None
    blind = looked_at.blind_spot() if isinstance(looked_at, Sighted) else None
    if isinstance(looked_at, Sighted) and (what := looked_at.beside_the_point(check.needs)):
        return fold(check, [NotApplicable(reason=what)] if blind is None else [], occasion, blind)
    try:
        said = run(looked_at, on=occasion.on) if check.dated else run(looked_at)
        for observation in _bounded(said):
            seen.append(observation)
    except (Exception, SystemExit) as error:  # noqa: BLE001  (a check that breaks is evidence of its own)
        broke = FAILED.fill(why=f"{type(error).__name__}: {error}"[:200])
    if broke is not None:
        seen = [*(o for o in seen if isinstance(o, Finding)), Inconclusive(reason=broke)]
    share = looked_at.looked if isinstance(looked_at, Accounted) else occasion.looked
    return fold(check, seen, occasion, blind, share)


def _bounded(observations: Iterable[Observation]) -> Iterable[Observation]:
    for n, observation in enumerate(observations):
        if n >= MOST_FINDINGS:
            yield Inconclusive(reason=TOO_MANY.fill(n=MOST_FINDINGS))
            return
        if not isinstance(observation, Observation):
            raise TypeError(f"{type(observation).__name__} is no observation")
        yield observation


def fold(
    check: Check,
    seen: list[Observation],
    occasion: Occasion,
    unseen: Text | None,
    looked: Looked | None = None,
) -> Evidence:
    """One piece of evidence of `seen`; `unseen` is why silence would be no proof, None if it is. What silence
    shows tells how much was `looked` at, where the subject knows it; of
    nothing it shows nothing."""
    findings = tuple(o for o in seen if isinstance(o, Finding))
    shown = tuple(o for o in seen if isinstance(o, Shown))
    missing = tuple(o for o in seen if isinstance(o, Missing))
    stuck = next((o.reason for o in seen if isinstance(o, Inconclusive)), None)
    if unseen is None and looked is not None and looked.nothing:
        unseen = NOTHING
    reason = stuck or unseen
    refuted = {claim for finding in findings for claim in finding.refutes}
    spoken = refuted | {o.claim for o in shown} | {claim for o in missing for claim in o.claims}
    undecided: tuple[str, ...] = ()
    rest = tuple(claim for claim in check.claims if claim not in spoken)
    inapplicable = next((o.reason for o in seen if isinstance(o, NotApplicable)), None)
    if inapplicable is None and reason is not None:
        undecided = rest
    elif inapplicable is None and not seen and check.silence is Silence.SHOWS:
        shown = tuple(Shown(claim=claim, grade=check.grade, proof=_silent(looked)) for claim in rest)
    return Evidence(
        check=check.id,
        version=check.version,
        subject=occasion.subject,
        outcome=_outcome(findings, shown, inapplicable, undecided),
        at=occasion.at,
        on=occasion.on,
        shows=tuple(o for o in shown if o.claim not in refuted),
        refutes=tuple(sorted(refuted)),
        undecided=undecided,
        missing=missing,
        findings=findings,
        reason=inapplicable or (reason if undecided else stuck),
        source=occasion.source,
    )


def _silent(looked: Looked | None) -> Text:
    return SILENT if looked is None else SILENT_IN.fill(share=looked.text)


def _outcome(
    findings: tuple[Finding, ...],
    shown: tuple[Shown, ...],
    inapplicable: Text | None,
    undecided: tuple[str, ...],
) -> Outcome:
    if findings:
        return Outcome.FAIL
    if undecided:
        return Outcome.INCONCLUSIVE
    if shown:
        return Outcome.PASS
    return Outcome.NOT_APPLICABLE if inapplicable else Outcome.NOT_SHOWN


def unseen(check: Check, occasion: Occasion, why: Text) -> Evidence:
    """The evidence of a check that could not look at all."""
    return Evidence(
        check=check.id,
        version=check.version,
        subject=occasion.subject,
        outcome=Outcome.INCONCLUSIVE,
        at=occasion.at,
        on=occasion.on,
        undecided=check.claims,
        reason=why,
        source=occasion.source,
    )


def stopped(check: Check, occasion: Occasion, why: str) -> Evidence:
    """The evidence of a check that was killed from outside: by a limit, or by a crash of its process."""
    return unseen(check, occasion, FAILED.fill(why=why))


def broken(module: str, why: str, occasion: Occasion) -> Evidence:
    """The evidence of a file that should have been a check."""
    return Evidence(
        check=module,
        version=0,
        subject=occasion.subject,
        outcome=Outcome.INCONCLUSIVE,
        at=occasion.at,
        on=occasion.on,
        reason=FAILED.fill(why=both(why).en),
        source=occasion.source,
    )
