"""A result by hand becomes evidence: the case is the check, the tester ran it.

Pass shows the case's claims (attested by the tester with a record of the device, else declared), fail refutes
them by a finding, not applicable says why. The latest result of a case and subject counts, as with every check.
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

import msgspec

from mamoru.catalog import Catalog
from mamoru.evidence import (
    ByHand,
    Check,
    Evidence,
    Grade,
    Location,
    NotApplicable,
    Observation,
    Silence,
    Subject,
    SubjectKind,
)
from mamoru.evidence.fold import Occasion, fold
from mamoru.language import Text, both, joined
from mamoru.verification.plan.hand_test import HandTest

FAILED = Text("試験に不合格: {title}", "Test failed: {title}")
PASSED = Text("試験 {case} に合格（{by}、{on}、{on_what}）", "Test {case} passed ({by}, {on}, {on_what})")
DECLARED = Text("{what}（申告のみ。足りないもの: {lacking}）", "{what} (declared only; without {lacking})")
NO_DEVICE = Text("実機のシリアル番号（--device）", "the serial number of the device (--device)")
NO_RECORD = Text("記録のファイル（--attach）", "a record of the test (--attach)")
NO_REMARK = Text("所見なし", "no remark")
WHY = Text(
    "期待した結果になりませんでした。期待: {expected}", "The result was not the one expected: {expected}"
)
MEND = Text(
    "直してから同じ試験をやり直し、mamoru plan record で記録します（手順: mamoru explain {case}）。",
    "Mend it, run the same test again and record it with mamoru plan record (procedure: mamoru explain {case}).",
)
LIMITS = Text(
    "試験した実機と、その日の状態だけを示します。", "It speaks of the device tested, on that day only."
)


class Result(StrEnum):
    """How a test by hand ended."""

    PASS = "pass"  # noqa: S105  (a verdict, not a password)
    FAIL = "fail"
    NOT_APPLICABLE = "na"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What a tester hands in: `on` is the day of the test, `hand` who, on which device, with what."""

    result: Result
    on: date
    hand: ByHand


def check_of(case: HandTest, catalog: Catalog) -> Check:
    """A case as a check: what evidence of it is told by."""
    kind = SubjectKind(catalog.claim(case.claims[0]).about)
    return Check(
        id=case.id,
        version=case.version,
        title=FAILED.fill(title=case.title),
        why=WHY.fill(expected=case.expected[0]),
        remedy=MEND.fill(case=case.id),
        severity=case.severity,
        claims=case.claims,
        subject=kind,
        grade=Grade.ATTESTED,
        silence=Silence.SAYS_NOTHING,
        needs=(),
        limits=LIMITS,
    )


def evidence_of(
    case: HandTest,
    catalog: Catalog,
    entry: Entry,
    subject: Subject,
    *,
    at: datetime,
    tool: str,
    lacking: Sequence[Text] = (),
) -> Evidence:
    """The evidence of one result. A pass is attested where the tester names the device and hands in a record,
    and `lacking` names nothing more; else it is declared. Raises `ValueError` for not applicable without a
    remark."""
    check = check_of(case, catalog)
    seen = _seen(check, case, entry, subject, [*_lacks(entry.hand, subject), *lacking])
    made = fold(check, seen, Occasion(subject=subject, at=at, on=entry.on, source=tool), None)
    return msgspec.structs.replace(made, by_hand=entry.hand)


def as_recorded(item: Evidence) -> Evidence:
    """`item` as its record bears it out: what was kept as attested without a device or a record is declared."""
    if item.by_hand is None or not _lacks(item.by_hand, item.subject):
        return item
    shows = tuple(msgspec.structs.replace(each, grade=Grade.DECLARED) for each in item.shows)
    return msgspec.structs.replace(item, shows=shows)


def is_unborne(item: Evidence) -> bool:
    """Whether it is a pass by hand that nothing bears out: it is declared, no more."""
    return item.by_hand is not None and any(each.grade is Grade.DECLARED for each in as_recorded(item).shows)


def _lacks(hand: ByHand, subject: Subject) -> list[Text]:
    """What a tester must hand in: a release is tested on a device, a document is not."""
    needs_device = subject.kind == "release" and not hand.device
    return [*([NO_DEVICE] if needs_device else []), *([] if hand.attachments else [NO_RECORD])]


def _seen(
    check: Check, case: HandTest, entry: Entry, subject: Subject, lacking: Sequence[Text]
) -> list[Observation]:
    hand = entry.hand
    on_what = hand.device or subject.id
    if entry.result is Result.NOT_APPLICABLE:
        if not hand.note:
            raise ValueError(f"{case.id}: not applicable needs a reason")
        return [NotApplicable(reason=both(hand.note))]
    at = Location(path=on_what, field=case.id)
    if entry.result is Result.FAIL:
        return [check.finding(at=at, proof=f"{hand.note or NO_REMARK.en} ({hand.by}, {entry.on})")]
    proof = PASSED.fill(case=case.id, by=hand.by, on=entry.on, on_what=on_what)
    grade = Grade.ATTESTED
    if lacking:
        proof, grade = DECLARED.fill(what=proof, lacking=joined(lacking)), Grade.DECLARED
    return [check.shown(proof=proof, at=at, claim=claim, by=hand.by, grade=grade) for claim in case.claims]
