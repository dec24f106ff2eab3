"""The identity of known software: its names in every source, and how it is recognised."""

from datetime import date
from typing import Literal

import msgspec

Order = Literal["generic", "openssl", "openssh", "kernel", "calendar", "patch-letter", "kerberos"]
"""How versions are ordered: numbers part by part; letters that are releases (1.0.2zd after 1.0.2z);
OpenSSH's portable releases (8.4p1 is 8.4); the kernel's (5.10-rc3); years and months; numbers with a
letter or a patch level behind (9d, 4.2.8p15)."""


class Example(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A real string, and the plain version that it tells (None: the product alone).

    `seen_in` is the real package that it was read from (`Debian 12 libfoo1 1.2.3-4 armhf`); None
    where the maker's own sources or documents say it.
    """

    text: str
    version: str | None = None
    seen_in: str | None = None


class Signature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A string that names a product inside a binary file.

    `anchor` is what the multi-pattern scanner looks for; `pattern` (over bytes, read as Latin-1) must
    match around the hit, or anywhere in the file where `anywhere` is set or there is no anchor.
    `file` limits it to files of that name or SONAME; `requires` are literals that the same file must
    hold, `unless` literals that it must not: so a mention of a library is not taken for the library.
    In the sources `{v}` stands for a version of numbers and dots, `{z}` for the end of a string,
    `{zz}` for the gap between two, and `{a}` for what can stand before one (also the end of code).
    """

    anchor: str = ""
    pattern: str
    file: str | None = None
    anywhere: bool = False
    requires: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    confidence: float = 0.9
    test: tuple[Example, ...]
    near: tuple[str, ...] = msgspec.field(default=(), name="not")


class FileName(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A file name, SONAME or (with a leading slash) path that is this product's own.

    `version` is a template over the groups of `name`, by default `{version}` where that group is.
    """

    name: str
    version: str | None = None
    confidence: float = 0.6
    test: tuple[Example, ...]
    near: tuple[str, ...] = msgspec.field(default=(), name="not")


class Rewrite(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step that makes a raw version plain: each match of `find` becomes `to`."""

    find: str
    to: str


class EndOfLife(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The last day on which the makers mend `branch` in public (`1.1.1`: 1.1.1 and 1.1.1*)."""

    branch: str
    on: date


class Software(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One product of software and all its names.

    `purl` has no version. `cpes` and `cna` are `vendor:product`, the first the one to write; a CPE of
    an operating system is `o:vendor:product`. `osv` are names in OSV (`ECOSYSTEM:NAME`),
    `repository` is owner/name at GitHub where that is certain, `license` an SPDX expression.
    `packages` are binary and source package names of distributions (shell patterns allowed), `not_packages`
    those that a pattern would take and that are something else.
    """

    id: str
    title: str
    supplier: str
    purl: str
    cpes: tuple[str, ...] = ()
    cna: tuple[str, ...] = ()
    osv: tuple[str, ...] = ()
    repository: str | None = None
    license: str | None = None
    order: Order = "generic"
    packages: tuple[str, ...] = ()
    not_packages: tuple[str, ...] = ()
    plain: tuple[Rewrite, ...] = ()
    end_of_life: tuple[EndOfLife, ...] = ()
    signatures: tuple[Signature, ...] = ()
    files: tuple[FileName, ...] = ()

    def versioned_purl(self, version: str | None) -> str:
        """The package URL with `version`."""
        return self.purl if version is None else f"{self.purl}@{version}"

    def cpe_names(self, version: str | None) -> tuple[str, ...]:
        """The CPE 2.3 names with `version` (`*` where it is not known)."""
        return tuple(_cpe(pair, version) for pair in self.cpes)


class KnownSoftware(msgspec.Struct, frozen=True, kw_only=True):
    """All known software in compiled form; `digest` is that of the sources."""

    digest: str
    software: tuple[Software, ...]


def _cpe(pair: str, version: str | None) -> str:
    names = pair.split(":")
    part, vendor, product = names if len(names) == 3 else ("a", *names)
    shown = "*" if version is None else "".join(c if c.isalnum() or c in "._-" else "\\" + c for c in version)
    escaped = [
        "".join(c if c.isalnum() or c in "._-" else "\\" + c for c in name) for name in (vendor, product)
    ]
    return f"cpe:2.3:{part}:{escaped[0]}:{escaped[1]}:{shown}:*:*:*:*:*:*:*"
