"""A workspace with records of every kind, for tests of what becomes of them."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from mamoru.document_store.places import EVIDENCE, OWN
from mamoru.evidence import ByHand, Evidence, Outcome, Subject
from mamoru.evidence.attachments import Attachments
from mamoru.evidence.folder import EvidenceFolder
from mamoru.evidence.seal import seal
from mamoru.operation.vulnerabilities.decisions import DECISIONS, Decision, DecisionFolder, Scope
from mamoru.product import Component
from mamoru.verification.firmware.image import Index
from mamoru.verification.inventory import keep_inventory
from material.assessments import CLAIMS, evidence, shown

AT = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


class History:
    """The workspace at `root`; every record kept is an hour younger than the one before."""

    def __init__(self, root: Path, hours: int = 0) -> None:
        self.root = root
        self.own = root / OWN
        self._hours = hours
        root.mkdir(parents=True, exist_ok=True)

    @property
    def _at(self) -> datetime:
        self._hours += 1
        return AT + timedelta(hours=self._hours)

    @property
    def runs(self) -> EvidenceFolder:
        """Its runs."""
        return EvidenceFolder(self.root / EVIDENCE)

    @property
    def decided(self) -> DecisionFolder:
        """Its decisions."""
        return DecisionFolder(self.root / DECISIONS)

    def run(self, claim: int = 0) -> None:
        """A run of a check."""
        self.runs.keep([evidence(shows=shown(CLAIMS[claim % len(CLAIMS)]))], at=self._at, tool="test")

    def decide(self, vulnerability: str = "CVE-2022-0778") -> None:
        """A decision on a vulnerability."""
        scope = Scope(vulnerability=vulnerability, component="openssl", versions="< 1.1.1n")
        decision = Decision(
            scope=scope, state="not-affected", reason="使わない", by="鈴木", on=date(2026, 11, 30)
        )
        self.decided.keep(decision, at=self._at, tool="test")

    def test_by_hand(self, photograph: bytes = b"\xff\xd8 board") -> Evidence:
        """A result by hand with an attachment."""
        file = self.root / "photograph.jpg"
        file.write_bytes(photograph)
        attachments = Attachments(self.root).keep([file])
        at = self._at
        made = Evidence(
            check="TC-DEL-01", version=1, subject=Subject(kind="release", id="x@1"), outcome=Outcome.PASS,
            at=at, on=at.date(), shows=shown("c3"), by_hand=ByHand(by="高橋", attachments=attachments),
        )  # fmt: skip
        self.runs.keep([made], at=at, tool="test")
        return made

    def inventory(self, name: str = "zlib", image: str = "ab" * 32) -> None:
        """What was seen in an image."""
        index = Index(path="x.bin", sha256=image, bytes=1, components=(Component(name=name),))
        keep_inventory(self.root, index, at=self._at)

    def seal(self, key: Path | None = None) -> str:
        """A seal; gives its name."""
        return seal(self.root, at=self._at, key=key).name

    def copied_to(self, target: Path) -> "History":
        """A copy of the whole folder, elsewhere."""
        shutil.copytree(self.root, target, symlinks=True)
        return History(target, self._hours)

    def united_with(self, other: "History") -> None:
        """Copy everything of another folder into this one, over what is there."""
        shutil.copytree(other.root, self.root, dirs_exist_ok=True, symlinks=True)

    def records(self) -> list[Path]:
        """Every record file."""
        return sorted(path for path in self.own.rglob("2*.json") if "heads" not in path.parts)
