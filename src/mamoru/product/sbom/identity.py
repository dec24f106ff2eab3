"""Which known software a name, a package URL or a CPE means, and when two versions are the same."""

import re
from functools import cache
from urllib.parse import unquote

from mamoru.product.component import Component
from mamoru.product.software import Software, known_software, packaged_as, plain, upstream

_DISTRIBUTIONS = {"deb": "deb", "rpm": "rpm", "apk": "apk", "opkg": "opkg", "alpm": "apk", "yocto": "opkg"}
_ANY_SOURCE = frozenset({"generic", "github", "gitlab", "bitbucket", "sourceforge", "conan", "idf", "vcpkg"})
_COMMIT = re.compile(r"(?:[0-9a-f]{7,}[0-9a-f]*|[0-9a-f]{40})(?:-dirty)?")
_CORE = re.compile(r"^[^\d]{0,40}?(\d+(?:[._]\d+)*[a-z]{0,2})(?![a-z])", re.I)
_NOT_NAME = re.compile(r"[^a-z0-9+]")


def known_as(name: str, *, purl: str | None = None, cpes: tuple[str, ...] = ()) -> Software | None:
    """The known software behind the names that one list gives; None where it is not known.

    A package of a language (npm, PyPI …) is known by its own package URL or not at all: that it is
    called as a C library is, says nothing.
    """
    if purl is not None and (place := purl_without_version(purl)) is not None:
        if found := _by_purl().get(place):
            return found
        kind, _, rest = place.removeprefix("pkg:").partition("/")
        if kind in _DISTRIBUTIONS:
            return packaged_as(unquote(rest.rpartition("/")[2])) or _of_cpes(cpes)
        if kind not in _ANY_SOURCE:
            return _of_cpes(cpes)
        name = name or rest.rpartition("/")[2]
    return _of_cpes(cpes) or named(name)


def named(name: str) -> Software | None:
    """The known software of this name: its id, title or a distribution's name for it."""
    return packaged_as(name.strip().lower()) or titled(name)


def titled(name: str) -> Software | None:
    """The known software whose own id or title this is; names of distributions do not count."""
    return _by_name().get(normal(name))


def normal(name: str) -> str:
    """A name with nothing in it but small letters, digits and plus signs: `Mbed TLS` is `mbedtls`."""
    return _NOT_NAME.sub("", name.lower())


def purl_without_version(purl: str) -> str | None:
    """`pkg:type/namespace/name` of a package URL, in small letters; None where it is none."""
    bare = purl.partition("#")[0].partition("?")[0].strip().lower()
    head, at, version = bare.rpartition("@")
    if at and "/" not in version and "/" in head:
        bare = head
    return bare if bare.startswith("pkg:") and "/" in bare else None


def is_of_a_language(purl: str) -> bool:
    """Whether a package URL is that of a language's package: npm, PyPI, Cargo …"""
    kind = (purl_without_version(purl) or "").removeprefix("pkg:").partition("/")[0]
    return kind not in _DISTRIBUTIONS and kind not in _ANY_SOURCE and kind != ""


def plain_version(raw: str, purl: str | None, software: Software | None) -> str | None:
    """The upstream version that `raw` means; None where it is a commit, which has no place in an order."""
    if _COMMIT.fullmatch(raw) and not raw.isdigit():
        return None
    kind = (purl_without_version(purl) or "").removeprefix("pkg:").partition("/")[0] if purl else ""
    version = raw[1:] if raw[:1] in "vV" and raw[1:2].isdigit() else raw
    if kind in _DISTRIBUTIONS:
        version = upstream(version, _DISTRIBUTIONS[kind])
    return plain(version, software) if software is not None else version


def same_version(one: Component, other: Component) -> bool | None:
    """Whether two components have the same upstream version, as far as both tell one; None where
    one does not. `5.10.223-1` of Debian agrees with `5.10.223`, `1.36` with `1.36.0`."""
    if one.version is None or other.version is None:
        return None
    return bool(_readings(one) & _readings(other))


def _readings(component: Component) -> set[str]:
    """The ways to read a version down to its upstream core, without zeros at the end."""
    version = component.version or ""
    found = {version, *(upstream(version, ecosystem) for ecosystem in ("deb", "apk", "opkg"))}
    found |= {match.group(1) for text in list(found) if (match := _CORE.match(text))}
    return {re.sub(r"(?:[._]0)+$", "", text.lower().lstrip("v").replace("_", ".")) for text in found}


def _of_cpes(cpes: tuple[str, ...]) -> Software | None:
    for cpe in cpes:
        names = cpe.removeprefix("cpe:2.3:").removeprefix("cpe:/").split(":")
        if len(names) >= 3 and (found := _by_cpe().get(f"{names[1]}:{names[2]}".replace("\\", "").lower())):
            return found
    return None


@cache
def _by_purl() -> dict[str, Software]:
    return {known.purl.lower(): known for known in known_software()}


@cache
def _by_cpe() -> dict[str, Software]:
    return {
        ":".join(pair.split(":")[-2:]).lower(): known for known in known_software() for pair in known.cpes
    }


@cache
def _by_name() -> dict[str, Software]:
    titles = {normal(known.title): known for known in known_software()}
    return titles | {normal(known.id): known for known in known_software()}
