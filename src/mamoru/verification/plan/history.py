"""What was tried of a test, in order, and how it stands by that."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time

import msgspec

from mamoru.evidence import Evidence, Outcome, Subject
from mamoru.verification.plan.model import Standing, Tried

_STANDINGS = {
    Outcome.PASS: Standing.PASSED,
    Outcome.FAIL: Standing.FAILED,
    Outcome.NOT_APPLICABLE: Standing.NOT_APPLICABLE,
    Outcome.INCONCLUSIVE: Standing.INCONCLUSIVE,
    Outcome.NOT_SHOWN: Standing.NOT_SHOWN,
}


def history(
    test: str,
    subjects: Iterable[Subject],
    shown: Iterable[Evidence],
    *,
    newest: int,
    earlier: Iterable[Subject] = (),
) -> tuple[Tried, ...]:
    """Every result of `test` for `subjects`, and for the `earlier` ones that do not count now; oldest
    first. Of each subject that counts the latest one of the latest version does."""
    wanted, before = tuple(subjects), frozenset(earlier)
    of_test = [item for item in shown if item.check == test and item.version <= newest]
    counting: set[int] = set()
    for subject in wanted:
        own = [item for item in of_test if item.subject == subject]
        if own:
            counting.add(id(max(own, key=_age)))
    told = sorted((item for item in of_test if item.subject in before or item.subject in wanted), key=_when)
    return tuple(_tried(item, counts=id(item) in counting) for item in told)


def _age(item: Evidence) -> tuple[object, ...]:
    return item.version, item.on, item.at, item.id  # as the assessment orders them


def _when(item: Evidence) -> tuple[object, ...]:
    return item.on, item.at, item.version, item.id


def _tried(item: Evidence, *, counts: bool) -> Tried:
    hand = item.by_hand
    return Tried(
        on=item.on,
        at=item.at,
        subject=item.subject.id,
        result=_STANDINGS[item.outcome],
        version=item.version,
        by=hand.by if hand else None,
        device=hand.device if hand else None,
        note=hand.note if hand else None,
        attachments=hand.attachments if hand else (),
        counts=counts,
    )


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """A result that the product file itself holds, on the release that is planned."""

    claims: tuple[str, ...]
    what: str
    passed: bool
    on: date
    by: str


def noted(claims: Iterable[str], found: Iterable[Noted], *, subject: str, version: int) -> tuple[Tried, ...]:
    """The results of the product file that speak of `claims`, oldest first. One that passed counts
    where it names all of them, one that failed where it names any; of one test the last."""
    wanted = frozenset(claims)
    latest: dict[str, Noted] = {}
    for each in sorted(found, key=lambda n: n.on):
        if wanted & set(each.claims):
            latest[each.what] = each
    return tuple(
        Tried(
            on=each.on,
            at=datetime.combine(each.on, time(), UTC),
            subject=subject,
            result=Standing.PASSED if each.passed else Standing.FAILED,
            version=version,
            by=each.by,
            note=each.what,
            counts=not each.passed or wanted <= set(each.claims),
            noted=True,
        )
        for each in latest.values()
    )


def standing_of(tried: Sequence[Tried], version: int) -> Standing:
    """How a test stands: by the results that count, the worst of them where there are several; by an
    older procedure, or failed on an earlier release and not repeated, it is to be retested."""
    counting = [each for each in tried if each.counts]
    if counting:
        if any(each.version < version and each.result is not Standing.FAILED for each in counting):
            return Standing.RETEST
        results = {each.result for each in counting}
        for worst in (Standing.FAILED, Standing.INCONCLUSIVE, Standing.NOT_SHOWN, Standing.PASSED):
            if worst in results:
                return worst
        return Standing.NOT_APPLICABLE
    return Standing.RETEST if tried and tried[-1].result is Standing.FAILED else Standing.OPEN
