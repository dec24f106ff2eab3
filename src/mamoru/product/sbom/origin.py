"""Which distribution, release and source package a package URL tells of."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote

from mamoru.product.sbom.identity import purl_without_version

MOST_PURL = 4000
_RELEASED = frozenset({"deb", "rpm", "apk", "alpm", "opkg", "yocto"})
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
    place = purl_without_version(purl) if purl and len(purl) <= MOST_PURL else None
    if purl is None or place is None:
        return Origin()
    kind, _, rest = place.removeprefix("pkg:").partition("/")
    bare, _, query = purl.partition("#")[0].partition("?")
    head, at, written = bare.strip().rpartition("@")
    version = unquote(written) or None if at and "/" not in written and "/" in head else None
    if kind not in _RELEASED:
        return Origin(version=version)
    told = dict(parse_qsl(query, max_num_fields=100)) if query.count("&") < 100 else {}
    distribution, release = of_distro(told.get("distro", ""), unquote(rest.rpartition("/")[0]))
    source, source_version = of_upstream(told.get("upstream", ""))
    return Origin(distribution, release, source, source_version, version)


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
