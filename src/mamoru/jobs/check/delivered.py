"""The images of a release that is out: kept when they are first seen, so that others in their place are told."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from mamoru.evidence import Evidence, Finding, Location, Missing, Outcome, Severity, Subject, SubjectKind
from mamoru.jobs.release.at_hand import AtHand
from mamoru.jobs.tool import TOOL
from mamoru.language import Text, both

IMAGES = "IMAGE-001"
SAME = "IMAGE-002"
KEPT = Text("{release} のイメージ", "The images of {release}")
OTHER = Text(
    "出荷した版 {version} のイメージが、はじめに見たものと違う",
    "The images of release {version}, which is out, are others than those seen first",
)
SHARED = Text(
    "版 {version} のイメージが、版 {other} と同じ", "Releases {version} and {other} have the same images"
)
GIVE_ITS_OWN = Text(
    "中身の違うファームウェアには別の版（releases）を付けます。届けたイメージに戻すか、この版を改めて出すなら date を新しい日付にします。",
    "Give firmware that differs a release of its own (releases). Put back the image that was delivered, or give date its new day where this release is delivered anew.",
)
SEPARATE = Text(
    "版ごとに、その版のイメージを images に書きます。", "Enter under images of each release its own images."
)


def records(hand: AtHand, digests: Sequence[str], kept: Iterable[Evidence]) -> Iterator[Evidence]:
    """Of a release whose `date` has come: what `digests` (SHA-256) its images have, where that is seen for the first
    time, and whether they are still those, and no other release's."""
    release, subject, on = hand.release, hand.named[SubjectKind.RELEASE], hand.wish.on
    if release is None or subject is None or release.date is None or release.date > on or not digests:
        return
    now, day = tuple(sorted(digests)), release.date.isoformat()
    before = _first_seen(kept)
    if (subject, day) not in before:
        yield _evidence(hand, subject, IMAGES, source=day, missing=tuple(map(_fact, now)))
    was = before.get((subject, day), now)
    findings = [_finding(OTHER.fill(version=release.version), was, now, GIVE_ITS_OWN)] if was != now else []
    for (other, _), images in before.items():
        product, _, version = other.id.rpartition("@")
        if images == now and product == hand.product.id and version != release.version:
            findings.append(
                _finding(SHARED.fill(version=release.version, other=version), images, now, SEPARATE)
            )
    yield _evidence(hand, subject, SAME, source=TOOL, findings=tuple(dict.fromkeys(findings)))


def _first_seen(kept: Iterable[Evidence]) -> Mapping[tuple[Subject, str], tuple[str, ...]]:
    """By release and the day on which it came out the digests that were kept first."""
    found: dict[tuple[Subject, str], tuple[str, ...]] = {}
    for item in sorted((each for each in kept if each.check == IMAGES), key=lambda each: each.at):
        found.setdefault((item.subject, item.source), tuple(fact.reason.en for fact in item.missing))
    return found


def _evidence(
    hand: AtHand,
    subject: Subject,
    check: str,
    *,
    source: str,
    missing: tuple[Missing, ...] = (),
    findings: tuple[Finding, ...] = (),
) -> Evidence:
    return Evidence(
        check=check,
        version=1,
        subject=subject,
        outcome=Outcome.FAIL if findings else Outcome.PASS,
        at=hand.wish.at,
        on=hand.wish.on,
        findings=findings,
        missing=missing,
        reason=KEPT.fill(release=both(subject.id)) if missing else None,
        source=source,
    )


def _fact(digest: str) -> Missing:
    return Missing(claims=(), reason=both(digest), location=Location(path="product.yaml", field="releases"))


def _finding(title: Text, was: Sequence[str], now: Sequence[str], remedy: Text) -> Finding:
    return Finding(
        check=SAME,
        severity=Severity.MEDIUM,
        title=title,
        location=Location(path="product.yaml", field="releases"),
        proof=f"{_short(was)} → {_short(now)}",
        remedy=remedy,
    )


def _short(digests: Sequence[str]) -> str:
    return ", ".join(each[:12] for each in digests)
