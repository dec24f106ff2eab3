"""From what the engines found to what a report presents."""

from collections.abc import Iterable, Sequence

from mamoru.assessment import Assessment, State, accepted
from mamoru.assessment.report.model import CheckRun, ImageView, Region, Unopened
from mamoru.evidence import Evidence, Finding, Outcome
from mamoru.evidence.registry import registry
from mamoru.language import Text, both
from mamoru.looked import Looked, Seen, Share, together
from mamoru.product.model import Acceptance
from mamoru.verification.firmware.image import EntryKind, Gap, Index
from mamoru.verification.firmware.looked import looked_of
from mamoru.verification.plan import hand_tests

NAMED_CHECKS = 3
UNDECIDED = Text("確認できない項目が{n}件あります。", "Points that could not be determined: {n}.")
MORE_CHECKS = Text(" ほか{n}件の検査", " and {n} more checks")


def image_view(index: Index) -> ImageView:
    """One opened image, with its top level as a picture of the flash."""
    regions = [
        Region(name=part.name, format=part.format, offset=part.offset, bytes=part.bytes, note=part.note)
        for part in index.parts
        if part.parent is None
    ]
    regions += [
        Region(
            name=gap.container or "?",
            format="",
            offset=gap.offset,
            bytes=gap.bytes,
            opened=False,
            note=gap.why,
        )
        for gap in index.gaps
        if gap.container is None
    ]
    regions.sort(key=lambda region: (region.offset, -region.bytes))
    return ImageView(
        path=index.path,
        sha256=index.sha256,
        bytes=index.bytes,
        files=sum(entry.kind is EntryKind.FILE for tree in index.trees for entry in tree.entries),
        regions=tuple(regions),
        components=tuple(sorted(index.components, key=lambda c: (c.name, c.version or ""))),
        unopened=tuple(unopened(gap) for gap in index.gaps),
        looked=looked_of(index),
    )


def looked_of_image(image: ImageView, evidence: Sequence[Evidence], unseen: Sequence[Text]) -> Looked:
    """What the answer about a bare image rests on: its bytes, and the checks that could decide."""
    known = Looked(shares=image.looked.shares, unseen=())
    nothing = image.looked.unseen[:1] if image.looked.nothing else ()
    return together([known, _checks(evidence, (*nothing, *unseen))])


def looked_of_release(
    assessment: Assessment, images: Sequence[ImageView], evidence: Sequence[Evidence], unseen: Sequence[Text]
) -> Looked:
    """What the answer about a release rests on: the points that could be decided, then its images, then
    the checks."""
    asked = [r for s in assessment.standards for r in s.requirements if r.state is not State.NOT_APPLICABLE]
    open_ones = sum(r.state is State.INDETERMINATE for r in asked)
    points = Share(what=Seen.POINTS, asked=len(asked), answered=len(asked) - open_ones)
    several = tuple(Looked(shares=image.looked.shares, unseen=()) for image in images)
    undecided = (UNDECIDED.fill(n=open_ones),) if open_ones else ()
    first = Looked(shares=(points,), unseen=undecided)
    return together([first, *several, _checks(evidence, unseen)])


def _checks(evidence: Sequence[Evidence], unseen: Sequence[Text]) -> Looked:
    blind = sum(item.outcome is Outcome.INCONCLUSIVE for item in evidence)
    share = Share(what=Seen.CHECKS, asked=len(evidence), answered=len(evidence) - blind)
    return Looked(shares=(share,), unseen=tuple(unseen))


def unopened(gap: Gap) -> Unopened:
    """A gap as a report tells it."""
    return Unopened(
        offset=gap.offset,
        bytes=gap.bytes,
        why=gap.why,
        serious=gap.serious,
        entropy=gap.entropy,
        container=gap.container,
        instead=gap.instead,
    )


def split_findings(
    evidence: Iterable[Evidence], acceptances: Sequence[Acceptance]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """The open findings, worst first, and the accepted ones."""
    every = sorted(
        (finding for item in evidence for finding in item.findings),
        key=lambda f: (f.severity.rank, f.check, str(f.location), f.proof),
    )
    return (
        tuple(f for f in every if not accepted(f, acceptances)),
        tuple(f for f in every if accepted(f, acceptances)),
    )


def check_runs(evidence: Iterable[Evidence]) -> tuple[CheckRun, ...]:
    """What ran, how it ended, and why where it could not decide."""
    titles = {entry.check.id: entry.check.title for entry in registry().checks}
    titles |= {case.id: case.title for case in hand_tests().cases}
    return tuple(
        CheckRun(
            id=item.check,
            version=item.version,
            title=titles.get(item.check) or both(item.check),
            outcome=item.outcome,
            findings=len(item.findings),
            subject=f"{item.subject.kind}:{item.subject.id[:12]}",
            reason=item.reason,
        )
        for item in sorted(evidence, key=lambda e: (e.check, e.subject.id))
    )


def not_looked(images: Iterable[ImageView], evidence: Iterable[Evidence]) -> tuple[Text, ...]:
    """What stayed out of sight: serious gaps, and the checks that could not decide, by reason."""
    told: dict[Text, None] = {}
    for image in images:
        for gap in image.unopened:
            if gap.serious:
                where = f"{image.path} @{gap.offset:#x}: "
                told[Text(where + gap.why.ja, where + gap.why.en)] = None
    by_reason: dict[Text, list[str]] = {}
    for item in evidence:
        if item.outcome is Outcome.INCONCLUSIVE and item.reason is not None:
            by_reason.setdefault(item.reason, []).append(item.check)
    return (*told, *(_undecided(reason, checks) for reason, checks in by_reason.items()))


def _undecided(reason: Text, checks: Sequence[str]) -> Text:
    """One reason and the checks it kept from deciding, the first few by name."""
    named = ", ".join(sorted(checks)[:NAMED_CHECKS])
    more = len(checks) - NAMED_CHECKS
    rest = MORE_CHECKS.fill(n=more) if more > 0 else Text("", "")
    return Text(f"{reason.ja}（{named}{rest.ja}）", f"{reason.en} ({named}{rest.en})")
