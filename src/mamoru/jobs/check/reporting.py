"""The report on the release at hand, made of what its check showed."""

from collections.abc import Sequence

from mamoru.assessment.deadlines import Answer, deadlines
from mamoru.assessment.report.model import Report
from mamoru.catalog import Standard, catalog
from mamoru.containment import held_here
from mamoru.jobs.check.changes import changes_since
from mamoru.jobs.check.examined import Examined
from mamoru.jobs.check.making import Shown
from mamoru.jobs.check.sources import faults_of, inputs_of, product_view
from mamoru.jobs.check.standing import assessed, designed
from mamoru.jobs.check.view import check_runs, looked_of_release, not_looked, split_findings
from mamoru.jobs.release.at_hand import AtHand
from mamoru.jobs.tool import TOOL
from mamoru.operation.vulnerabilities.decisions import DECISIONS, DecisionFolder, ending
from mamoru.verification.plan import of_these_images


def report_of(hand: AtHand, images: Examined, shown: Shown) -> Report:
    """Where the release stands by all evidence kept, and what was found today."""
    every = of_these_images(hand.kept.evidence(), images.digests)
    design = designed(hand, images, shown.decisions, every)
    findings, accepted = split_findings(shown.evidence, hand.in_force)
    stands = assessed(hand, images, every)
    unseen = not_looked(images.views, shown.evidence) + images.notes + faults_of(hand, shown.tested)
    asked, papers, on = catalog(), hand.papers, hand.wish.on
    return Report(
        at=hand.wish.at,
        on=on,
        tool=TOOL,
        catalog_digest=asked.digest,
        product=product_view(papers),
        release=hand.version,
        images=images.views,
        assessment=stands,
        findings=findings,
        accepted_findings=accepted,
        evidence=shown.evidence,
        checks=check_runs(shown.evidence),
        inputs=inputs_of(hand, images.views),
        looked=looked_of_release(stands, images.views, shown.evidence, unseen),
        not_looked=unseen,
        cases=asked.cases,
        uncaged=held_here().lacking,
        catalog=asked,
        related=_related(hand.standards),
        design=design,
        vulnerabilities=shown.vulnerabilities,
        deadlines=deadlines(papers.product, papers.maker, on, _ending(hand)),
        changes=changes_since(hand, findings, images.views),
    )


def _ending(hand: AtHand) -> list[Answer]:
    """The decisions on vulnerabilities that end on a day, of those that stand for the release."""
    kept = DecisionFolder(hand.root / DECISIONS).decisions()
    found = ending(kept, hand.wish.on, product=hand.papers.product.id, release=hand.version)
    return [Answer(id=d.scope.vulnerability, by=d.by, until=d.until) for d in found if d.until is not None]


def _related(standards: Sequence[Standard]) -> dict[str, tuple[str, ...]]:
    """For each requirement of `standards`, the ids in other standards that touch the same point."""
    shown = {standard.id for standard in standards}
    related: dict[str, list[str]] = {}
    for entry in catalog().mapping:
        for here, there in ((entry.from_, entry.to), (entry.to, entry.from_)):
            if here.partition(":")[0] in shown:
                related.setdefault(here, []).append(there)
    return {id: tuple(dict.fromkeys(others)) for id, others in sorted(related.items())}
