"""A component: a piece of software or hardware that a product contains, and how we know."""

from typing import Literal

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


class Kernel(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a Linux kernel was built, as far as the image tells: None where it does not.

    `release` is what `uname -r` says (`5.10.0-32-armmp`). `built_in` and `modular` are the options of
    its configuration that are y and m, without `CONFIG_`, `off` those that it names as not set (one that
    depends on what is not set may not be named at all); `modules` those that lie as files,
    `built_in_modules` those linked in, both by the kernel's names (`snd_soc_core`).
    """

    release: str | None = None
    built_in: tuple[str, ...] | None = None
    modular: tuple[str, ...] | None = None
    off: tuple[str, ...] | None = None
    modules: tuple[str, ...] | None = None
    built_in_modules: tuple[str, ...] | None = None


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What whoever declares a component says of one vulnerability in it, and where that stands.

    `vulnerability` is a CVE or another source's id. `by` names the place in the list (`Yocto
    CVE_STATUS: not-applicable-platform`, `patch name CVE-2022-0778.patch`), `justification` is what
    is written there as the reason, in its words; None where no reason is given.
    """

    vulnerability: str
    state: Literal["fixed", "not-affected", "affected", "under-investigation"]
    by: str
    justification: str | None = None


class Component(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A component with the identity of `product.software` where it is known there.

    `version` is the upstream version made plain, `raw_version` as it was read; None where a part was
    recognised and its version was not. `confidence` is 0 to 1. `software` is the known software's
    id, None where only its raw name is known. `purl` is as it was written, with its qualifiers; `cpes`
    are CPE names. `distribution` is what it is a package of (`debian`, `alpine`, `openwrt` …, in small
    letters), `distribution_release` which release of it, as written (`12`, `bookworm`); `source` is the
    package that it was built from, where that is named, and `source_version` that one's. `answered` is
    what whoever declares it says of vulnerabilities. `tool` where it served the build and is not inside
    the product.
    """

    name: str
    version: str | None = None
    raw_version: str | None = None
    software: str | None = None
    purl: str | None = None
    cpes: tuple[str, ...] = ()
    distribution: str | None = None
    distribution_release: str | None = None
    source: str | None = None
    source_version: str | None = None
    license: str | None = None
    supplier: str | None = None
    confidence: float = 1.0
    occurrences: tuple[Occurrence, ...] = ()
    kernel: Kernel | None = None
    answered: tuple[Answer, ...] = ()
    tool: bool = False
