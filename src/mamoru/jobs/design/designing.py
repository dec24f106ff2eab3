"""The design of each product of a workspace, joined with what its evidence shows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import msgspec

from mamoru.assessment import ClaimState, accepted
from mamoru.assessment.claims import counting, grounded, standings
from mamoru.catalog import catalog
from mamoru.design import Design, Library, design_of, library, standing
from mamoru.design.difference import LISTS, DesignChanges, RetestCase, compared
from mamoru.design.own import with_own_threats
from mamoru.design.renaming import renamed, renames
from mamoru.design.resting import FactChange
from mamoru.design.telling import DesignTold, Doubts, told
from mamoru.evidence import Evidence, Subject
from mamoru.evidence.folder import EvidenceFolder
from mamoru.jobs.design.acceptances import Given, given, reopened
from mamoru.jobs.design.objections import objections
from mamoru.jobs.release.papers import evidence_of_documents, known, subjects_of
from mamoru.jobs.wish import Wish
from mamoru.product import Documents, Product
from mamoru.product.document_files import documents
from mamoru.product.files import read_product
from mamoru.product.model import Acceptance
from mamoru.product.places import EVIDENCE, workspace_root
from mamoru.product.workspace import PRODUCT_FILE, DeclaredProduct, Workspace, find_workspace
from mamoru.verification.plan import hand_tests, of_these_images


class Designed(msgspec.Struct, frozen=True, kw_only=True):
    """A product with its design, and how that stands."""

    papers: Documents
    design: Design
    told: DesignTold


def designs(path: Path, wish: Wish, since: Path | None = None) -> list[Designed]:
    """The design of each product of the workspace (or of the one whose folder `path` is), as it stands
    by the evidence kept and by what its files say today. `since` is an older product file, or the folder
    of one: what changed from it is told. Nothing is written. Raises `InputError` where a file is wrong."""
    own = library_of(workspace_root(path))
    workspace = find_workspace(path, known=known(own))
    return [_designed(workspace, entry, own, wish, since) for entry in workspace.products]


def library_of(root: Path) -> Library:
    """The threat library with the workspace's own threats. Raises `InputError`."""
    return with_own_threats(library(), root, catalog())


def claim_states(
    evidence: Iterable[Evidence], subjects: frozenset[Subject], in_force: Sequence[Acceptance], on: date
) -> dict[str, ClaimState]:
    """How each claim stands that the evidence speaks of."""
    counted = counting(evidence, subjects, on)
    found = grounded(standings(counted, lambda finding: accepted(finding, in_force)), catalog().claims)
    return {claim: each.state for claim, each in found.items()}


def standing_design(
    papers: Documents,
    own: Library,
    states: Mapping[str, ClaimState],
    since: Product | None = None,
    doubts: Doubts | None = None,
) -> tuple[Design, DesignTold]:
    """The design of one product and how it stands by `states` and in view of `doubts`."""
    asked = catalog()
    lost = doubts.given_up if doubts else {}
    design = design_of(asked, own, papers.maker, _without_lost(papers.product, lost))
    stands = standing(design, own.matrix, states, papers.on, lost)
    changes = None
    if since is not None:
        changes = _changes(papers, own, since, design)
    return design, told(design, stands, papers, asked, changes, doubts)


def _changes(papers: Documents, own: Library, since: Product, design: Design) -> DesignChanges:
    """What changed since an older product file, and the tests by hand to repeat."""
    to = renames(since, papers.product, LISTS)
    before = renamed(since, to)
    old = design_of(catalog(), own, papers.maker, before)
    found = compared(old, design, before, papers.product, to)
    again = {*found.retest}
    tests = tuple(
        RetestCase(id=case.id, title=case.title, claims=tuple(c for c in case.claims if c in again))
        for case in hand_tests().cases
        if again & {*case.claims}
    )
    return msgspec.structs.replace(found, tests=tests)


def doubts_of(
    papers: Documents, own: Library, kept: Sequence[Evidence], decisions: list[Given], wish: Wish
) -> Doubts:
    """What speaks against the decisions on the threats of one product, by the evidence kept."""
    subject = Subject(kind="product", id=papers.product.id)
    open_ = reopened(decisions, kept, subject)
    changed: dict[str, tuple[FactChange, ...]] = {}
    lost: dict[str, frozenset[str]] = {}
    for (risk, threat), differing in open_.items():
        changed[threat] = tuple(dict.fromkeys((*changed.get(threat, ()), *differing)))
        lost[threat] = lost.get(threat, frozenset()) | {risk}
    said = objections(kept, subject, papers.product, wish)
    return Doubts(reopened=changed, given_up=lost, objections=said)


def _without_lost(product: Product, lost: Mapping[str, frozenset[str]]) -> Product:
    """`product` without the rulings that a threat does not apply where they no longer hold."""
    gone = {(risk, threat) for threat, risks in lost.items() for risk in risks}
    risks = tuple(
        msgspec.structs.replace(r, covers=tuple(id for id in r.covers if (r.id, id) not in gone))
        if r.decision == "not-applicable"
        else r
        for r in product.risks
    )
    return msgspec.structs.replace(product, risks=risks)


def _designed(
    workspace: Workspace, entry: DeclaredProduct, own: Library, wish: Wish, since: Path | None
) -> Designed:
    papers = documents(workspace, entry, release=wish.release, on=wish.on)
    kept = EvidenceFolder(workspace.root / EVIDENCE).evidence()
    kept = of_these_images(kept, [image.id for image in _images(papers)])
    in_force = [a for a in entry.product.accepted if a.until >= wish.on]
    subjects = frozenset((*(s for s in subjects_of(papers).values() if s), *_images(papers)))
    fresh = evidence_of_documents(papers, wish)
    states = claim_states([*kept, *fresh], subjects, in_force, wish.on)
    older = _older(since, entry.product.id) if since is not None else None
    doubts = doubts_of(papers, own, kept, given(papers, own), wish)
    design, said = standing_design(papers, own, states, older, doubts)
    return Designed(papers=papers, design=design, told=said)


def _images(papers: Documents) -> list[Subject]:
    """The images of the release that are there and are those that the file means."""
    found = []
    for image in papers.release.images if papers.release else ():
        file = papers.files.get(image.file)
        if file is not None and image.sha256 in (None, file.sha256):
            found.append(Subject(kind="image", id=file.sha256))
    return found


def _older(since: Path, id: str) -> Product:
    """The product of this id before: in an older product file, or in an older workspace."""
    if since.is_file() and since.name not in (PRODUCT_FILE, "maker.yaml"):
        return read_product(since)[0]
    if since.is_file() or (since / PRODUCT_FILE).is_file():
        return read_product(since if since.is_file() else since / PRODUCT_FILE)[0]
    return find_workspace(since).product(id).product
