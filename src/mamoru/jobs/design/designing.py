"""The design of each product of a workspace, joined with what its evidence shows."""

from pathlib import Path

import msgspec

from mamoru.design import Design
from mamoru.design.telling import DesignTold
from mamoru.evidence import Subject
from mamoru.jobs.design.acceptances import given
from mamoru.jobs.design.standing import claim_standings, doubts_of, standing_design
from mamoru.jobs.release.at_hand import AtHand, at_hand
from mamoru.jobs.release.documents import evidence_of_documents
from mamoru.jobs.release.images import digests_of, images_of
from mamoru.jobs.release.workspace import workspace_at
from mamoru.jobs.wish import Wish
from mamoru.product import Documents, Product
from mamoru.product.files import read_product
from mamoru.product.workspace import PRODUCT_FILE, find_workspace
from mamoru.verification.plan import of_these_images


class Designed(msgspec.Struct, frozen=True, kw_only=True):
    """A product with its design, and how that stands."""

    hand: AtHand
    design: Design
    told: DesignTold

    @property
    def papers(self) -> Documents:
        """What is declared of the product."""
        return self.hand.papers


def designs(path: Path, wish: Wish, since: Path | None = None) -> list[Designed]:
    """The design of each product of the workspace (or of the one whose folder `path` is), as it stands
    by the evidence kept and by what its files say today. `since` is an older product file, or the folder
    of one: what changed from it is told. Nothing is written. Raises `InputError` where a file is wrong."""
    here = workspace_at(path)
    return [_designed(at_hand(here, entry, wish), since) for entry in here.workspace.products]


def _designed(hand: AtHand, since: Path | None) -> Designed:
    digests = digests_of(images_of(hand.papers))
    kept = of_these_images(hand.kept.evidence(), digests)
    subjects = hand.subjects | {Subject(kind="image", id=digest) for digest in digests}
    claims = claim_standings([*kept, *evidence_of_documents(hand)], subjects, hand.in_force, hand.wish.on)
    older = _older(since, hand.product.id) if since is not None else None
    design, said = standing_design(hand, claims, older, doubts_of(hand, kept, given(hand)))
    return Designed(hand=hand, design=design, told=said)


def _older(since: Path, id: str) -> Product:
    """The product of this id before: in an older product file, or in an older workspace."""
    if since.is_file() and since.name not in (PRODUCT_FILE, "maker.yaml"):
        return read_product(since)[0]
    if since.is_file() or (since / PRODUCT_FILE).is_file():
        return read_product(since if since.is_file() else since / PRODUCT_FILE)[0]
    return find_workspace(since).product(id).product
