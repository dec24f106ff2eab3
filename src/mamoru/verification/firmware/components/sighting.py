"""A sighting: one thing in one place that names a component."""

import msgspec

from mamoru.product.software import Software

RANKS = {
    "kernel-banner": 0,
    "version-string": 0,
    "package-note": 1,
    "package-database": 1,
    "manifest": 1,
    "debug-link": 2,
    "file-name": 3,
    "soname": 3,
}
"""Which method is believed where two disagree about a version: the lower number."""


class Sighted(msgspec.Struct, frozen=True, kw_only=True):
    """What one look at one file tells. `version` is plain, `raw` as it was read. `own` where the file
    is the product's own by its name or package, not one that merely holds a copy of it."""

    software: Software | None
    method: str
    value: str
    path: str
    version: str | None = None
    raw: str | None = None
    offset: int | None = None
    container: str | None = None
    confidence: float = 0.9
    own: bool = False
    package: "PackageRecord | None" = None


class PackageRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One package as its database or manifest tells it. `ecosystem` is deb, rpm, apk or opkg, or a
    language's as package URLs call it (pypi, npm, luarocks, maven, golang, cargo); `name` is that of
    the ecosystem (`@scope/name`, `group:artifact`, a module's path)."""

    name: str
    version: str
    ecosystem: str
    source: str | None = None
    architecture: str | None = None
    license: str | None = None
    supplier: str | None = None
    offset: int | None = None
