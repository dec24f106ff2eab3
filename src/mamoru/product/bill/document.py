"""A bill of materials, whichever form it was written in."""

import msgspec

from mamoru.language import Text


class BillPart(msgspec.Struct, frozen=True, kw_only=True):
    """One part (component or package). `ref` is its id in the document, `kind` what it is called there.
    `other_ids` are unique names beside purl and CPE (SWID, OmniBOR, SWHID). `hashes` are the algorithms
    of its digests. `unknown` names the fields of which the document says that they are not known."""

    ref: str
    name: str | None = None
    kind: str | None = None
    version: str | None = None
    purl: str | None = None
    cpes: tuple[str, ...] = ()
    other_ids: tuple[str, ...] = ()
    supplier: str | None = None
    license: str | None = None
    hashes: tuple[str, ...] = ()
    unknown: frozenset[str] = frozenset()


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """A rule of its form that the document breaks, and where (a path in the document, or a line)."""

    where: str
    why: Text


class Bill(msgspec.Struct, frozen=True, kw_only=True):
    """A whole document. `product` is what it describes; None where it describes nothing, or several
    things, which are then among the `parts`. `roots` are the refs that relations start from,
    `relations` pairs of refs: the first holds or needs the second. `unknowns` are the ways in which it
    says how complete it is: what is unknown, or that nothing is. `unread` counts entries among the parts that are
    none."""

    form: str
    edition: str
    product: BillPart | None
    parts: tuple[BillPart, ...]
    roots: tuple[str, ...] = ()
    relations: tuple[tuple[str, str], ...] = ()
    timestamp: str | None = None
    authors: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    unknowns: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    unread: int = 0
