"""Which distribution, release and source package a package URL tells of."""

import re
from typing import NamedTuple

from mamoru.product.purl import DISTRIBUTED, read_purl

_SOURCE_RPM = re.compile(r"^(.+)-([^-]+-[^-]+)\.src\.rpm$")
_NUMBERED = re.compile(r"^([a-z][a-z._]*(?:-[a-z._]+)*)-(\d.*)$")


class Origin(NamedTuple):
    """Where a package is from; None where that is not told."""

    distribution: str | None = None
    release: str | None = None
    source: str | None = None
    source_version: str | None = None
    version: str | None = None


def origin(purl: str | None) -> Origin:
    """What the namespace, the version and the qualifiers `distro` and `upstream` say.

    Source: the package URL specification, types deb, rpm, apk, opkg; `upstream` as Syft writes it.
    """
    read = read_purl(purl) if purl else None
    if read is None:
        return Origin()
    if read.type not in DISTRIBUTED:
        return Origin(version=read.version)
    told = read.qualifiers
    distribution, release = of_distro(told.get("distro", ""), read.namespace)
    source, source_version = of_upstream(told.get("upstream", ""))
    return Origin(distribution, release, source, source_version, read.version)


def of_distro(written: str, namespace: str = "") -> tuple[str | None, str | None]:
    """The distribution and its release by `debian-12`, `bookworm`, `alpine-3.18.4`, beside a namespace."""
    said = written.strip()
    home = namespace.partition("/")[0].strip().lower() or None
    if home is not None and said.lower().startswith(home):
        return home, said[len(home) :].strip("-_: ") or None
    if match := _NUMBERED.match(said.lower()):
        return home or match[1], said[match.start(2) :]
    return home, said or None


def of_upstream(written: str) -> tuple[str | None, str | None]:
    """The source package and its version by `openssl@1.1.1n-0`, or the name of a source RPM."""
    if match := _SOURCE_RPM.match(written):
        return match[1], match[2]
    name, _, version = written.partition("@")
    return name.strip() or None, version.strip() or None
