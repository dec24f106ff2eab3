"""What was tried of a test, in order, and how it stands by that."""

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, time

import msgspec

from mamoru.assessment.claims import counting
from mamoru.evidence import Evidence, Outcome, Subject
from mamoru.verification.plan.model import Standing, Tried
from mamoru.verification.plan.recording import as_recorded, is_unborne

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
    images: Collection[str] = (),
) -> tuple[Tried, ...]:
    """Every result of `test` for `subjects`, and for the `earlier` ones that do not count now; oldest
    first. Of each subject, and by hand of each device, the latest one of the latest version counts, as
    the assessment has it. What was tested with other images than `images` is told as such."""
    wanted, before = frozenset(subjects), frozenset(earlier)
    of_test = [item for item in shown if item.check == test and item.version <= newest]
    counted = {id(item) for item in counting(_borne_out(of_test), wanted, date.max)}
    told = sorted((item for item in of_test if item.subject in before or item.subject in wanted), key=_when)
    return tuple(
        _tried(item, counts=id(item) in counted, of_other_image=of_other_images(item, images))
        for item in told
    )


def of_other_images(item: Evidence, images: Collection[str]) -> bool:
    """Whether a result by hand was made with other images than the release has now (by SHA-256); where
    one of the two is not known nothing tells them apart."""
    tested = item.by_hand.images if item.by_hand else ()
    return bool(tested and images) and set(tested) != set(images)


def of_these_images(shown: Iterable[Evidence], images: Collection[str]) -> list[Evidence]:
    """`shown` without the results by hand of other images, which are not of this release as it is now; each as
    its record bears it out. A pass that nothing bears out gives way to what is recorded."""
    these = [as_recorded(item) for item in shown if not of_other_images(item, images)]
    return _borne_out(these)


def _borne_out(items: Sequence[Evidence]) -> list[Evidence]:
    """`items` without the passes that nothing bears out, of tests that failed or that were recorded otherwise."""
    settled = {(item.check, item.subject) for item in items if item.by_hand and not is_unborne(item)}
    return [item for item in items if not (is_unborne(item) and (item.check, item.subject) in settled)]


def _when(item: Evidence) -> tuple[object, ...]:
    return item.on, item.at, item.version, item.id


def _tried(item: Evidence, *, counts: bool, of_other_image: bool) -> Tried:
    hand = item.by_hand
    return Tried(
        on=item.on,
        at=item.at,
        subject=item.subject.id,
        result=Standing.NOT_SHOWN if is_unborne(item) else _STANDINGS[item.outcome],
        version=item.version,
        by=hand.by if hand else None,
        device=hand.device if hand else None,
        note=hand.note if hand else None,
        attachments=hand.attachments if hand else (),
        counts=counts,
        of_other_image=of_other_image,
    )


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """A result that the product file itself holds, on the release that is planned. `recorded`: a pass is
    borne out by a record, else it is only declared."""

    claims: tuple[str, ...]
    what: str
    passed: bool
    on: date
    by: str
    recorded: bool = True


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
            result=_noted_standing(each),
            version=version,
            by=each.by,
            note=each.what,
            counts=not each.passed or wanted <= set(each.claims),
            noted=True,
        )
        for each in latest.values()
    )


def _noted_standing(each: Noted) -> Standing:
    if not each.passed:
        return Standing.FAILED
    return Standing.PASSED if each.recorded else Standing.NOT_SHOWN


def standing_of(tried: Sequence[Tried], version: int) -> Standing:
    """How a test stands: by the results that count, the worst of them where there are several; by an
    older procedure, with other images, or failed on an earlier release and not repeated, it is to be
    retested."""
    counted = [each for each in tried if each.counts]
    if counted:
        old = [each for each in counted if each.version < version or each.of_other_image]
        if any(each.result is not Standing.FAILED or each.of_other_image for each in old):
            failed = any(each.result is Standing.FAILED and not each.of_other_image for each in counted)
            return Standing.FAILED if failed else Standing.RETEST
        results = {each.result for each in counted}
        for worst in (Standing.FAILED, Standing.INCONCLUSIVE, Standing.NOT_SHOWN, Standing.PASSED):
            if worst in results:
                return worst
        return Standing.NOT_APPLICABLE
    return Standing.RETEST if tried and tried[-1].result is Standing.FAILED else Standing.OPEN
