"""Findings and the other things that a check can say about its subject."""

from datetime import date
from enum import StrEnum

import msgspec

from mamoru.evidence.grade import Grade
from mamoru.language import Text


class Severity(StrEnum):
    """How bad a finding is. 緊急 / 重要 / 警告 / 注意 / 情報."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst, 4 for information."""
        return list(Severity).index(self)


class Location(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where something was seen.

    `path` is a path on the device's root file system, a partition named by its content
    (`u-boot-env`), or a file of the workspace. `line` counts from 1, `offset` is in bytes,
    `field` names a field of a product file, `container` tells two root file systems apart.
    """

    path: str
    line: int | None = None
    offset: int | None = None
    field: str | None = None
    container: str | None = None

    def __str__(self) -> str:
        image, several, _ = (self.container or "").partition(": ")
        path = f"{image}:{self.path}" if several else self.path  # of a release with several images
        if self.line is not None:
            return f"{path}:{self.line}"
        return path if self.offset is None else f"{path}@{self.offset:#x}"


class Finding(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One weakness at one place. `proof` never holds a secret in clear."""

    check: str
    severity: Severity
    cwe: tuple[str, ...] = ()
    title: Text
    location: Location
    proof: str
    remedy: Text
    why: Text | None = None
    refutes: tuple[str, ...] = ()


class Paper(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A document with which `by` attested something on the day `on`: its place in the workspace, its size
    and SHA-256 when it was looked at. `unread`: it could not be read as text. `images` are the SHA-256 of the
    release's images where it speaks of those."""

    place: str
    bytes: int
    sha256: str
    by: str
    on: date
    unread: bool = False
    images: tuple[str, ...] = ()


class Shown(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`claim` was shown at `grade`; `proof` says by what, `location` where, `papers` with which documents."""

    claim: str
    grade: Grade
    proof: Text
    location: Location | None = None
    by: str | None = None
    papers: tuple[Paper, ...] = ()


class Missing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The check looked and found nothing for or against `claims`; `reason` says what is missing."""

    claims: tuple[str, ...]
    reason: Text
    location: Location | None = None


class Inconclusive(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What would decide could not be looked at; never a silent pass."""

    reason: Text


class NotApplicable(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The check has nothing to look at in this subject, and why."""

    reason: Text


Observation = Finding | Shown | Missing | Inconclusive | NotApplicable
"""What a check yields while it looks."""
