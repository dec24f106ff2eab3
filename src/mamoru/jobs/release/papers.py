"""What the files of a workspace are held against: the ids they may name, and the document checks."""

from mamoru.catalog import catalog
from mamoru.design import Library
from mamoru.evidence import Evidence, Subject, SubjectKind
from mamoru.evidence.fold import Occasion, broken
from mamoru.evidence.registry import registry
from mamoru.evidence.runner import run_here
from mamoru.jobs.check.firmware import TOOL
from mamoru.jobs.wish import Wish
from mamoru.product import Documents
from mamoru.product.references import Known
from mamoru.verification.plan import hand_tests


def known(threats: Library) -> Known:
    """The ids that product files may name, with the threats of a library."""
    asked = catalog()
    return Known(
        claims=[claim.id for claim in asked.claims],
        standards=[standard.id for standard in asked.standards],
        requirements=[f"{s.id}:{r.id}" for s in asked.standards for r in s.requirements],
        checks=[entry.check.id for entry in registry().checks] + [test.id for test in hand_tests().cases],
        threats=[threat.id for threat in threats.threats],
    )


def subjects_of(papers: Documents) -> dict[SubjectKind, Subject | None]:
    """What the evidence of a workspace may speak of besides images; None where no release is registered."""
    product = papers.product.id
    release = papers.release
    return {
        SubjectKind.MAKER: Subject(kind="maker", id=papers.maker.id),
        SubjectKind.PRODUCT: Subject(kind="product", id=product),
        SubjectKind.RELEASE: Subject(kind="release", id=f"{product}@{release.version}") if release else None,
    }


def evidence_of_documents(papers: Documents, wish: Wish) -> list[Evidence]:
    """What the document checks say of maker, product and release."""
    found = registry()
    evidence: list[Evidence] = []
    for kind, subject in subjects_of(papers).items():
        if subject is None:
            continue
        occasion = Occasion(subject=subject, at=wish.at, on=wish.on, source=TOOL)
        evidence += run_here([r for r in found.checks if r.check.subject is kind], papers, occasion)
        if kind is SubjectKind.MAKER:
            evidence += [broken(b.module, b.why, occasion) for b in found.broken]
    return evidence
