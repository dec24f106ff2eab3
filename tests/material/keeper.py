"""A program that keeps run after run in the evidence folder it is given, until it is killed."""

import sys
from datetime import timedelta
from pathlib import Path

from mamoru.document_store.places import EVIDENCE
from mamoru.evidence.folder import EvidenceFolder
from material.assessments import AT, evidence, finding


def main() -> None:
    """Tell each run's number once it is kept."""
    folder = EvidenceFolder(Path(sys.argv[1]) / EVIDENCE)
    many = tuple(finding("c0", path=f"/bin/{n}") for n in range(300))
    for n in range(100_000):
        folder.keep([evidence(findings=many)], at=AT + timedelta(seconds=n), tool="test")
        sys.stdout.write(f"{n}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
