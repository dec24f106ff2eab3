"""Evidence: what one run of one check on one subject showed, never rewritten."""

import hashlib
from datetime import date, datetime
from enum import StrEnum

import msgspec

from mamoru.evidence.finding import Finding, Missing, Shown
from mamoru.language import Text


class Outcome(StrEnum):
    """How a run of a check ended; the last two always carry a reason."""

    PASS = "pass"  # noqa: S105  (a verdict, not a password)
    FAIL = "fail"
    NOT_SHOWN = "not-shown"
    NOT_APPLICABLE = "not-applicable"
    INCONCLUSIVE = "inconclusive"


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What evidence speaks of. `kind` is maker, product, release or image; `id` names it so that no
    other one has it: a maker's id, a product's id, PRODUCT@VERSION, or an image's SHA-256."""

    kind: str
    id: str


class Attachment(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was handed in with a result, kept by its SHA-256; `name` is what it was called."""

    name: str
    sha256: str
    bytes: int


class ByHand(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a person got a result: who, on which device (its serial number), with what remark, and
    the files handed in. `images` are the SHA-256 of the release's images on that day, as it was tested;
    none where no image was there to tell."""

    by: str
    device: str | None = None
    note: str | None = None
    attachments: tuple[Attachment, ...] = ()
    images: tuple[str, ...] = ()


class Evidence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The result of one run of a check.

    `at` is when it was made (UTC), `on` the day it speaks for. `shows` and `refutes` name claims,
    `undecided` the claims that could not be looked at and `reason` why. `by_hand` is there where a
    person did the looking.
    """

    check: str
    version: int
    subject: Subject
    outcome: Outcome
    at: datetime
    on: date
    shows: tuple[Shown, ...] = ()
    refutes: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    findings: tuple[Finding, ...] = ()
    reason: Text | None = None
    source: str = ""
    by_hand: ByHand | None = None

    def __post_init__(self) -> None:
        if self.outcome in (Outcome.INCONCLUSIVE, Outcome.NOT_APPLICABLE) and self.reason is None:
            raise ValueError(f"{self.check}: {self.outcome} needs a reason")

    @property
    def id(self) -> str:
        """A digest of what it says, without the times: equal for equal results."""
        timeless = msgspec.structs.replace(self, at=_NO_TIME)
        digest = hashlib.sha256(msgspec.json.encode(timeless, order="sorted")).hexdigest()
        return f"{self.check}:{digest[:12]}"


_NO_TIME = datetime.min
