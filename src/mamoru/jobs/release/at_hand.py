"""The release at hand: all that a job knows of one release before it looks, made once and carried."""

from pathlib import Path

import msgspec

from mamoru.catalog import Standard
from mamoru.design import Library
from mamoru.evidence import Subject, SubjectKind
from mamoru.evidence.fold import Occasion
from mamoru.evidence.folder import EvidenceFolder
from mamoru.jobs.release.standards import chosen_standards
from mamoru.jobs.release.workspace import Here
from mamoru.jobs.tool import TOOL
from mamoru.jobs.wish import Wish
from mamoru.product import Documents, Release
from mamoru.product.accepting import why_not_accepted
from mamoru.product.document_files import documents
from mamoru.product.model import Acceptance
from mamoru.product.places import EVIDENCE
from mamoru.product.workspace import DeclaredProduct, Workspace


class AtHand(msgspec.Struct, frozen=True, kw_only=True):
    """One release of a product (none where none is registered), on the day of `wish`: what is declared
    of it, what it is held against, and where its evidence is kept."""

    workspace: Workspace
    declared: DeclaredProduct
    papers: Documents
    wish: Wish
    threats: Library
    standards: tuple[Standard, ...]

    @property
    def root(self) -> Path:
        """The workspace's folder."""
        return self.workspace.root

    @property
    def release(self) -> Release | None:
        """The release itself."""
        return self.papers.release

    @property
    def version(self) -> str | None:
        """The version of the release."""
        return self.papers.release.version if self.papers.release else None

    @property
    def product(self) -> Subject:
        """The product as evidence speaks of it."""
        return Subject(kind="product", id=self.papers.product.id)

    @property
    def named(self) -> dict[SubjectKind, Subject | None]:
        """What evidence may speak of besides images; None where no release is registered."""
        of_release = f"{self.papers.product.id}@{self.version}"
        return {
            SubjectKind.MAKER: Subject(kind="maker", id=self.papers.maker.id),
            SubjectKind.PRODUCT: self.product,
            SubjectKind.RELEASE: Subject(kind="release", id=of_release) if self.release else None,
        }

    @property
    def subjects(self) -> frozenset[Subject]:
        """Those of `named` that there are."""
        return frozenset(subject for subject in self.named.values() if subject)

    @property
    def in_force(self) -> list[Acceptance]:
        """The acceptances that count on the day."""
        maker, on = self.papers.maker, self.wish.on
        every = self.papers.product.accepted
        return [each for each in every if why_not_accepted(each, maker, on) is None]

    @property
    def kept(self) -> EvidenceFolder:
        """The evidence kept: what lies there when it is read."""
        return EvidenceFolder(self.root / EVIDENCE)

    def occasion(self, subject: Subject) -> Occasion:
        """The occasion on which evidence of `subject` is made now."""
        return Occasion(subject=subject, at=self.wish.at, on=self.wish.on, source=TOOL)


def at_hand(here: Here, declared: DeclaredProduct, wish: Wish) -> AtHand:
    """The release of `declared` that `wish` names, else its latest. Raises `InputError`."""
    named = wish.standards or declared.product.standards or here.workspace.maker.standards
    standards = tuple(chosen_standards(named))
    return AtHand(
        workspace=here.workspace,
        declared=declared,
        papers=documents(here.workspace, declared, release=wish.release, on=wish.on),
        wish=wish,
        threats=here.threats,
        standards=standards,
    )
