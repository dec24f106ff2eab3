"""A component: a piece of software or hardware that a product contains, and how we know."""

import msgspec


class Occurrence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One place that names a component: `method` is how it was seen, `value` the string or record
    that says so, `offset` where in the file (bytes), `line` where in a text (from 1)."""

    path: str
    method: str  # package-database | manifest | package-note | version-string | kernel-banner | soname | …
    value: str
    offset: int | None = None
    container: str | None = None
    line: int | None = None


class Component(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A component with the identity of `product.software` where it is known there.

    `version` is the upstream version made plain, `raw_version` as it was read; None where a part was
    recognised and its version was not. `confidence` is 0 to 1. `software` is the known software's
    id, None where only its raw name is known. `cpes` are CPE 2.3 names. `answered` are vulnerabilities
    that whoever declares it says are mended by a patch or do not apply. `tool` where it served the
    build and is not inside the product.
    """

    name: str
    version: str | None = None
    raw_version: str | None = None
    software: str | None = None
    purl: str | None = None
    cpes: tuple[str, ...] = ()
    license: str | None = None
    supplier: str | None = None
    confidence: float = 1.0
    occurrences: tuple[Occurrence, ...] = ()
    answered: tuple[str, ...] = ()
    tool: bool = False
