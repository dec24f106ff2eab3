"""A VEX document, in the one shape that every form is read into and written from."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

import msgspec

from mamoru.language import Lang
from mamoru.operation.vulnerabilities.decisions import Justification

Status = Literal["affected", "not-affected", "fixed", "under-investigation"]


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A product or a component. `versions` is a range, where a document speaks of several versions."""

    name: str
    version: str | None = None
    versions: str | None = None
    purl: str | None = None
    cpe: str | None = None


class Statement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How one vulnerability stands in one component of a product (None: in the product itself)."""

    vulnerability: str
    aliases: tuple[str, ...] = ()
    status: Status
    product: Part
    component: Part | None = None
    justification: Justification | None = None
    reason: str | None = None
    action: str | None = None
    at: datetime | None = None


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    """One publication of a document: when, and what changed."""

    at: datetime
    summary: str


class VexDocument(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be published. `id` names it within the publisher's, whose web address is `namespace`;
    `revisions` are all publications, oldest first: their number is the document's version."""

    id: str
    title: str
    publisher: str
    namespace: str
    lang: Lang
    revisions: tuple[Revision, ...]
    statements: tuple[Statement, ...]


class VexRead(msgspec.Struct, frozen=True, kw_only=True):
    """What a document of somebody else says: `form` is which it was read as, `left_out` what could not
    be taken, in words. `at` is its last day; None where it does not tell."""

    form: str
    id: str
    author: str
    at: datetime | None
    statements: tuple[Statement, ...]
    left_out: tuple[str, ...] = ()


def settled(statements: Sequence[Statement]) -> tuple[Statement, ...]:
    """One statement for each vulnerability in each place: of several the last counts."""
    last = {(each.vulnerability, each.product, each.component): each for each in statements}
    return tuple(last.values())


class Form(NamedTuple):
    """A form of VEX: its id and name, and how a file of it is called."""

    id: str
    title: str
    suffix: str
    media_type: str
