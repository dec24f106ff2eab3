"""The shapes of the published JSON: `mamoru/check/1` and `mamoru/firmware-check/1`.

Members are only ever added; a change of meaning gives a new number. Texts that a person reads are
`{"ja": …, "en": …}`; days are `2026-11-23`, times UTC.
"""

from datetime import date, datetime
from typing import Literal

import msgspec

from mamoru.assessment.deadlines import Kind
from mamoru.assessment.report.model import CheckRun, Input, Vulnerabilities
from mamoru.assessment.result import ClaimState, State
from mamoru.evidence import Grade, Location, Outcome, Severity, Subject
from mamoru.language import Text
from mamoru.looked import Looked
from mamoru.product import Component


class ProductJson(msgspec.Struct, frozen=True, kw_only=True):
    """The product; `null` members were not stated."""

    id: str
    name: Text
    maker: Text
    models: tuple[str, ...]
    type: str | None
    support_until: date | None
    responsible: str | None


class FindingJson(msgspec.Struct, frozen=True, kw_only=True):
    """One weakness at one place; `proof` never holds a secret in clear."""

    check: str
    severity: Severity
    cwe: tuple[str, ...]
    title: Text
    location: Location
    proof: str
    remedy: Text
    why: Text | None
    refutes: tuple[str, ...]


class ClaimJson(msgspec.Struct, frozen=True, kw_only=True):
    """One claim that a requirement needs; `evidence` are ids."""

    id: str
    state: ClaimState
    grade: Grade | None
    reason: Text
    evidence: tuple[str, ...]


class RequirementJson(msgspec.Struct, frozen=True, kw_only=True):
    """One requirement (`PREFIX:ITEM`). `confirmed` is false where its source could not be read."""

    id: str
    group: str
    title: Text
    state: State
    grade: Grade | None
    reason: Text
    claims: tuple[ClaimJson, ...]
    evidence: tuple[str, ...]
    next: Text | None
    status: str
    confirmed: bool


class GroupJson(msgspec.Struct, frozen=True, kw_only=True):
    """A phase, measure, technical measure or chapter."""

    id: str
    kind: str
    title: Text
    parent: str | None
    state: State
    reason: Text
    next: Text | None
    counts: dict[str, int]


class StandardJson(msgspec.Struct, frozen=True, kw_only=True):
    """A standard; `counts` are requirements by state."""

    id: str
    edition: str
    title: Text
    counts: dict[str, int]
    requirements: tuple[RequirementJson, ...]
    groups: tuple[GroupJson, ...]
    notice: Text | None
    unconfirmed: tuple[Text, ...]


class ActionJson(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to do next; the list is ordered, the most worthwhile first."""

    title: Text
    why: Text
    what: Text
    who: str
    effort: str
    requirements: tuple[str, ...]
    claims: tuple[str, ...]
    check: str | None
    severity: str | None
    location: Location | None
    more: int


class UnopenedJson(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Bytes that nobody could open. `image` is the SHA-256 of the image that they lie in; `serious`
    where silence about them would be no proof."""

    offset: int
    bytes: int
    why: Text
    serious: bool
    image: str
    container: str | None = None
    instead: Text | None = None


class ImageJson(msgspec.Struct, frozen=True, kw_only=True):
    """One image that was opened."""

    path: str
    sha256: str
    bytes: int
    files: int = 0


class EvidenceJson(msgspec.Struct, frozen=True, kw_only=True):
    """One run of a check and what it says; `on` is the day it speaks for."""

    id: str
    check: str
    version: int
    subject: Subject
    outcome: Outcome
    on: date
    reason: Text | None
    source: str


class ChangesJson(msgspec.Struct, frozen=True, kw_only=True):
    """What changed since release `since`."""

    since: str
    gone: tuple[FindingJson, ...]
    new: tuple[FindingJson, ...]
    components: tuple[Text, ...]


class DeadlineJson(msgspec.Struct, frozen=True, kw_only=True):
    """A day that the files name: what ends on it, what to do, whose it is (a role). `days` are left;
    below zero it is overdue."""

    kind: Kind
    what: Text
    act: Text
    who: str
    on: date
    days: int


class CheckJson(msgspec.Struct, frozen=True, kw_only=True):
    """`mamoru check --format json`: where a product stands on the day `on`, made at `at`."""

    schema: Literal["mamoru/check/1"]
    tool: str
    on: date
    at: datetime
    product: ProductJson | None
    release: str | None
    state: State
    exit: int
    looked: Looked
    standards: tuple[StandardJson, ...]
    next_actions: tuple[ActionJson, ...]
    findings: tuple[FindingJson, ...]
    accepted: tuple[FindingJson, ...]
    images: tuple[ImageJson, ...]
    unopened: tuple[UnopenedJson, ...]
    components: tuple[Component, ...]
    evidence: tuple[EvidenceJson, ...]
    checks: tuple[CheckRun, ...]
    inputs: tuple[Input, ...]
    not_looked: tuple[Text, ...]
    changes: ChangesJson | None
    catalog: str
    vulnerabilities: Vulnerabilities | None
    deadlines: tuple[DeadlineJson, ...] = ()


class FirmwareCheckJson(msgspec.Struct, frozen=True, kw_only=True):
    """`mamoru firmware check --format json`: the weaknesses of one image."""

    schema: Literal["mamoru/firmware-check/1"]
    image: ImageJson
    findings: tuple[FindingJson, ...]
    unopened: tuple[UnopenedJson, ...]
    components: tuple[Component, ...]
    checks: tuple[CheckRun, ...]
    looked: Looked
