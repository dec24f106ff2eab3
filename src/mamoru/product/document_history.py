"""What documents were when something was first attested with them, out of the evidence that was kept."""

from collections.abc import Iterable, Mapping

from mamoru.evidence import Evidence
from mamoru.product.documents import Attestation


def attested_in(evidence: Iterable[Evidence]) -> Mapping[Attestation, str]:
    """For each attestation the SHA-256 that the document had when it was first seen. An attestation of
    another person or day is another one: that is how a changed document is attested anew."""
    first: dict[Attestation, str] = {}
    for item in sorted(evidence, key=lambda each: each.at):
        for shown in item.shows:
            for paper in shown.papers:
                first.setdefault(Attestation(place=paper.place, by=paper.by, on=paper.on), paper.sha256)
    return first
