"""What documents were when something was first attested with them, out of the evidence that was kept."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from mamoru.document_store.places import EVIDENCE
from mamoru.evidence import Evidence
from mamoru.evidence.folder import EvidenceFolder
from mamoru.product.documents import Attestation, Before


class AttestedBefore(Mapping[Attestation, Before]):
    """`attested_in` the evidence of a workspace, read when it is first asked."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._read: Mapping[Attestation, Before] | None = None

    def _attested(self) -> Mapping[Attestation, Before]:
        if self._read is None:
            self._read = attested_in(EvidenceFolder(self._root.joinpath(*EVIDENCE.parts)).evidence())
        return self._read

    def __getitem__(self, attestation: Attestation) -> Before:
        return self._attested()[attestation]

    def __iter__(self) -> Iterator[Attestation]:
        return iter(self._attested())

    def __len__(self) -> int:
        return len(self._attested())


def attested_in(evidence: Iterable[Evidence]) -> Mapping[Attestation, Before]:
    """For each attestation what the document was when it was first seen. An attestation of
    another person or day is another one: that is how a changed document is attested anew."""
    first: dict[Attestation, Before] = {}
    papers = (
        paper
        for item in sorted(evidence, key=lambda each: each.at)
        for shown in item.shows
        for paper in shown.papers
    )
    for paper in papers:
        known = Attestation(place=paper.place, by=paper.by, on=paper.on)
        before = first.setdefault(known, Before(sha256=paper.sha256, images=paper.images))
        if not before.images and paper.images:  # kept before images were
            first[known] = Before(sha256=before.sha256, images=paper.images)
    return first
