"""Examine a workspace: every check that can run, for a release of each product."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from mamoru.assessment import Made, assess
from mamoru.assessment.claims import counting
from mamoru.assessment.deadlines import deadlines
from mamoru.assessment.report.model import ImageView, Input, ProductView, Report
from mamoru.catalog import Standard, catalog
from mamoru.design import Library
from mamoru.design.view import design_view
from mamoru.errors import InputError
from mamoru.evidence import Evidence, Outcome, Results, Subject, SubjectKind
from mamoru.evidence.attachments import Attachments
from mamoru.evidence.fold import Occasion
from mamoru.evidence.folder import EvidenceFolder
from mamoru.evidence.registry import registry
from mamoru.evidence.runner import run_here
from mamoru.jobs.check.absent_images import images_first
from mamoru.jobs.check.changes import changes_since
from mamoru.jobs.check.firmware import TOOL
from mamoru.jobs.check.image import effort_of
from mamoru.jobs.check.images import Examined, examine_images
from mamoru.jobs.check.view import check_runs, looked_of_release, not_looked, split_findings
from mamoru.jobs.design.acceptances import HOLDS, given, records
from mamoru.jobs.design.designing import claim_states, doubts_of, library_of, standing_design
from mamoru.jobs.design.objections import after_answers
from mamoru.jobs.plan.release_plan import release_plan, tests_planned
from mamoru.jobs.release.declaring import declared_of
from mamoru.jobs.release.papers import evidence_of_documents, known, subjects_of
from mamoru.jobs.wish import Wish
from mamoru.language import Text
from mamoru.operation.vulnerabilities.decisions import DECISIONS, DecisionFolder
from mamoru.operation.vulnerabilities.known import Known as KnownHere
from mamoru.operation.vulnerabilities.known import known_vulnerabilities, together
from mamoru.operation.vulnerabilities.telling import Circumstances
from mamoru.product import Documents, facts
from mamoru.product.document_files import documents
from mamoru.product.places import EVIDENCE, workspace_root
from mamoru.product.sbom import Declared, Inventories
from mamoru.product.workspace import DeclaredProduct, Workspace, find_workspace
from mamoru.progress import Progress
from mamoru.verification.firmware.opening.contained import digest
from mamoru.verification.plan import of_these_images

NO_STANDARD = Text("その基準はありません: {id}", "There is no such standard: {id}")
LIST = Text("mamoru catalog list で一覧を見られます。", "See mamoru catalog list.")
BLIND = Text(
    "イメージに開けなかった領域が{n}か所あります。", "{n} region(s) of the images could not be opened."
)
NOT_ALL = Text("開けなかったイメージがあります。", "Not every image could be opened.")
FAULT = Text("証跡のフォルダー: {file} {what}", "Evidence folder: {file} {what}")


def examine_workspace(path: Path, wish: Wish, progress: Progress | None = None) -> list[Report]:
    """A report for each product of the workspace (or for the one whose folder `path` is).

    New evidence is kept in the workspace before anything is assessed. Raises `InputError` where the
    files are wrong, or a standard or release is unknown.
    """
    own = library_of(workspace_root(path))
    workspace = find_workspace(path, known=known(own))
    return [_examined(workspace, entry, own, wish, progress) for entry in workspace.products]


def chosen_standards(named: Sequence[str]) -> list[Standard]:
    """The standards by id, the guide always first. Raises `InputError` for an unknown id."""
    asked = catalog()
    chosen = []
    for id in dict.fromkeys(("guide", *named)):
        standard = asked.standard(id)
        if standard is None:
            raise InputError(NO_STANDARD.fill(id=id), LIST)
        chosen.append(standard)
    return chosen


def _examined(
    workspace: Workspace, entry: DeclaredProduct, own: Library, wish: Wish, progress: Progress | None
) -> Report:
    standards = chosen_standards(wish.standards or entry.product.standards or workspace.maker.standards)
    papers = documents(workspace, entry, release=wish.release, on=wish.on)
    folder = EvidenceFolder(workspace.root / EVIDENCE)
    with tempfile.TemporaryDirectory(prefix="mamoru-") as work:
        images = examine_images(workspace, entry, papers.release, Path(work), wish, progress)
    declared = declared_of(workspace, entry, papers.release, progress)
    fresh = [
        *evidence_of_documents(papers, wish),
        *images.evidence,
        *_of_components(papers, images, declared, wish),
    ]
    known_here = _of_vulnerabilities(workspace, papers, images, declared, wish)
    fresh += known_here.evidence
    in_force = [a for a in entry.product.accepted if a.until >= wish.on]
    subjects = frozenset({s for s in subjects_of(papers).values() if s} | set(images.subjects))
    digests = [subject.id for subject in images.subjects if not subject.id.startswith("absent:")]
    by_hand = of_these_images([i for i in folder.evidence() if i.by_hand is not None], digests)
    tested = list(counting(by_hand, subjects, wish.on))
    plan, _ = release_plan(papers, own, standards, [*folder.evidence(), *fresh])
    results = Results(
        evidence=images.evidence,
        open=split_findings([*fresh, *tested], in_force)[0],
        blind=tuple(item for item in fresh if item.outcome is Outcome.INCONCLUSIVE),
        planned=tests_planned(plan),
    )
    fresh += _of_results(papers, results, wish)
    of_product = Subject(kind="product", id=entry.product.id)
    fresh += after_answers(folder.evidence(), of_product, entry.product, wish)
    decisions = given(papers, own)
    kept_for = list(records(decisions, folder.evidence(), of_product, wish))
    folder.keep([*fresh, *kept_for], at=wish.at, tool=TOOL)
    fresh += [item for item in kept_for if item.check == HOLDS]
    fresh += tested
    made = Made(subjects=subjects, facts=facts(entry.product, papers.maker), accepted=entry.product.accepted)
    asked, every = catalog(), of_these_images(folder.evidence(), digests)
    states = claim_states(every, subjects, in_force, wish.on)
    doubts = doubts_of(papers, own, every, decisions, wish)
    _, designed = standing_design(papers, own, states, doubts=doubts)
    findings, accepted = split_findings(fresh, in_force)
    assessed = images_first(assess(asked, standards, made, every, wish.on, effort_of), images.absent)
    unseen = not_looked(images.views, fresh) + images.notes + _faults(workspace.root, tested)
    return Report(
        at=wish.at,
        on=wish.on,
        tool=TOOL,
        catalog_digest=asked.digest,
        product=product_view(papers),
        release=papers.release.version if papers.release else None,
        images=images.views,
        assessment=assessed,
        findings=findings,
        accepted_findings=accepted,
        evidence=tuple(fresh),
        checks=check_runs(fresh),
        inputs=_inputs(workspace, entry, papers, images.views),
        looked=looked_of_release(assessed, images.views, fresh, unseen),
        not_looked=unseen,
        cases=asked.cases,
        catalog=asked,
        related=_related(standards),
        design=design_view(papers.product, designed),
        vulnerabilities=known_here.view,
        deadlines=deadlines(papers.product, papers.maker, wish.on),
        changes=changes_since(workspace, entry, papers.release, findings, images.views, folder),
    )


def _of_components(papers: Documents, images: Examined, declared: Declared, wish: Wish) -> list[Evidence]:
    """The evidence of the checks that set what is declared beside what the images show."""
    subject = subjects_of(papers)[SubjectKind.RELEASE]
    if subject is None or papers.release is None:
        return []
    named = len(papers.release.images)
    closed = [gap for view in images.views for gap in view.unopened if gap.serious]
    sides = Inventories(
        declared=declared,
        observed=images.components,
        images=named,
        opened=len(images.views),
        blind=BLIND.fill(n=len(closed)) if closed else NOT_ALL if len(images.views) < named else None,
    )
    checks = [r for r in registry().checks if r.check.subject is SubjectKind.COMPONENTS]
    return run_here(checks, sides, Occasion(subject=subject, at=wish.at, on=wish.on, source=TOOL))


def _of_vulnerabilities(
    workspace: Workspace, papers: Documents, images: Examined, declared: Declared, wish: Wish
) -> KnownHere:
    """What the vulnerability data says of the components: those that the images show, and those that are
    declared and of which the images say nothing."""
    subject = subjects_of(papers)[SubjectKind.RELEASE]
    if subject is None:
        return KnownHere([], None)
    parts = together(images.components, declared.components)
    if not parts and not images.views:
        return KnownHere([], None)
    occasion = Occasion(subject=subject, at=wish.at, on=wish.on, source=TOOL)
    around = Circumstances(
        product=papers.product,
        release=papers.release.version if papers.release else None,
        decisions=DecisionFolder(workspace.root / DECISIONS).decisions(),
    )
    return known_vulnerabilities(parts, papers.product.id, occasion, around)


def _of_results(papers: Documents, results: Results, wish: Wish) -> list[Evidence]:
    """The evidence of the checks that judge the verification itself: what ran, and what is open."""
    subject = subjects_of(papers)[SubjectKind.RELEASE]
    if subject is None:
        return []
    checks = [r for r in registry().checks if r.check.subject is SubjectKind.RESULTS]
    return run_here(checks, results, Occasion(subject=subject, at=wish.at, on=wish.on, source=TOOL))


def product_view(papers: Documents) -> ProductView:
    """Who and what the report is about."""
    return ProductView(
        id=papers.product.id,
        name=papers.product.name.text,
        maker=papers.maker.name.text,
        models=papers.product.models,
        type=papers.product.type,
        support_until=papers.product.support.until,
        responsible=papers.maker.person("security"),
        executive=papers.maker.person("executive"),
        people={role.role: role.name for role in papers.maker.roles},
    )


def _inputs(
    workspace: Workspace, entry: DeclaredProduct, papers: Documents, views: Sequence[ImageView]
) -> tuple[Input, ...]:
    named = [
        Input(path=written.path, sha256=digest(workspace.root / written.path))
        for written in (workspace.maker_file, entry.written)
    ]
    named += [Input(path=view.path, sha256=view.sha256) for view in views]
    named += [Input(path=file.path, sha256=file.sha256) for file in papers.files.values()]
    return tuple(dict.fromkeys(named))


def _faults(root: Path, tested: list[Evidence]) -> tuple[Text, ...]:
    """What is wrong with the evidence kept, and with what was attached to the results by hand."""
    faults = [*EvidenceFolder(root / EVIDENCE).faults(), *Attachments(root).faults(tested)]
    return tuple(FAULT.fill(file=fault.file, what=fault.what) for fault in faults if not fault.harmless)


def _related(standards: Sequence[Standard]) -> dict[str, tuple[str, ...]]:
    """For each requirement of `standards`, the ids in other standards that touch the same point."""
    shown = {standard.id for standard in standards}
    related: dict[str, list[str]] = {}
    for entry in catalog().mapping:
        for here, there in ((entry.from_, entry.to), (entry.to, entry.from_)):
            if here.partition(":")[0] in shown:
                related.setdefault(here, []).append(there)
    return {id: tuple(dict.fromkeys(others)) for id, others in sorted(related.items())}
