"""Which known software a name, a package URL or a CPE means, and when two versions are the same."""

import re
from functools import cache

from mamoru.product.component import Component
from mamoru.product.purl import read_purl, type_of
from mamoru.product.software import Software, known_software, packaged_as, plain, upstream

_DISTRIBUTIONS = {"deb": "deb", "rpm": "rpm", "apk": "apk", "opkg": "opkg", "alpm": "apk", "yocto": "opkg"}
_LANGUAGES = frozenset({
    "bower", "cargo", "chocolatey", "cocoapods", "composer", "conda", "cpan", "cran", "deno", "elm", "gem", "golang",
    "hackage", "hex", "jsr", "julia", "luarocks", "maven", "npm", "nuget", "opam", "otp", "pub", "pypi", "swift",
    "vscode-extension", "wordpress",
})  # fmt: skip
_NATIVE = frozenset({"conda", "chocolatey"})  # they carry C software too, under its own name
_TAG = re.compile(r"(?P<word>[A-Za-z][A-Za-z0-9+.]*?(?:[-_][A-Za-z]+)*)[-_./ ]?[vV]?(?P<version>\d[\w.+~-]*)")
_TAG_WORDS = frozenset({"v", "r", "rel", "release", "ver", "version", "tag", "stable"})
_LEVEL = re.compile(r"\.(?=[pP]\d+$)")
_SURE_BEGINNING = 5
_COMMIT = re.compile(r"(?:[0-9a-f]{7,}[0-9a-f]*|[0-9a-f]{40})(?:-dirty)?")
_CORE = re.compile(r"^[^\d]{0,40}?(\d+(?:[._]\d+)*[a-z]{0,2})(?![a-z])", re.I)
_NOT_NAME = re.compile(r"[^a-z0-9+]")


def known_as(name: str, *, purl: str | None = None, cpes: tuple[str, ...] = ()) -> Software | None:
    """The known software behind the names that one list gives; None where it is not known.

    A package of a language (npm, PyPI …) is known by its own package URL or not at all: that it is
    called as a C library is, says nothing. Of every other type (nix, brew, a type to come) the name speaks.
    """
    if purl is not None and (read := read_purl(purl)) is not None:
        if found := _by_purl().get(read.place.lower()):
            return found
        kind = read.type
        if kind in _DISTRIBUTIONS:
            return packaged_as(read.name.lower()) or _of_cpes(cpes)
        if kind in _LANGUAGES - _NATIVE:
            return _of_cpes(cpes)
        name = name or read.name
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
    read = read_purl(purl)
    return read.place.lower() if read is not None else None


def is_of_a_language(purl: str) -> bool:
    """Whether a package URL is that of a language's package: npm, PyPI, Cargo …"""
    return type_of(purl) in _LANGUAGES


def plain_version(raw: str, purl: str | None, software: Software | None) -> str | None:
    """The upstream version that `raw` means; None where it is a commit, which has no place in an order."""
    if _COMMIT.fullmatch(raw) and not raw.isdigit():
        return None
    kind = type_of(purl)
    version = untagged(raw, software)
    if kind in _DISTRIBUTIONS:
        version = upstream(version, _DISTRIBUTIONS[kind])
    return plain(version, software) if software is not None else version


def untagged(raw: str, software: Software | None) -> str:
    """The version that the tag of a repository means: `v1.2`, and of known software `OpenSSH_8.4p1`,
    `curl-7_74_0`, `R_2_2_9`, `V_8_4_P1`. What is no such tag is given back as it is."""
    if raw[:1] in "vV" and raw[1:2].isdigit():
        raw = raw[1:]
    if software is None or raw[:1].isdigit():
        return raw
    tag = _TAG.fullmatch(raw)
    if tag is None or not _is_own(tag["word"], software):
        return raw
    version = tag["version"]
    if "." in version:
        return version
    return _LEVEL.sub("", re.sub(r"(?<=\d)[-_](?=\d)", ".", version).replace("_", ".")).lower()


def _is_own(word: str, software: Software) -> bool:
    """Whether a tag begins with a word for "version", or with the software's own name or its beginning."""
    name = normal(word)
    begins = len(name) >= _SURE_BEGINNING and software.id.startswith(name)
    return word.lower() in _TAG_WORDS or name in _own_names(software) or begins


@cache
def _own_names(software: Software) -> frozenset[str]:
    repository = (software.repository or "").rpartition("/")[2]
    names = (software.id, software.title, repository, *(pair.rpartition(":")[2] for pair in software.cpes))
    return frozenset(normal(name) for name in names) - {""}


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
        names = cpe.removeprefix("cpe:2.3:").removeprefix("cpe:/").replace("\\", "").lower().split(":")
        if len(names) < 3:
            continue
        if found := _by_cpe().get(f"{names[1]}:{names[2]}"):
            return found
        if names[1] in ("*", "") and (found := _by_cpe_product().get(names[2])):
            return found  # Yocto writes `*` for the vendor
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
def _by_cpe_product() -> dict[str, Software]:
    """Known software by the product of its CPEs, where only one has that name."""
    found: dict[str, set[str]] = {}
    for known in known_software():
        for pair in known.cpes:
            found.setdefault(pair.rpartition(":")[2].lower(), set()).add(known.id)
    by_id = {known.id: known for known in known_software()}
    return {name: by_id[next(iter(ids))] for name, ids in found.items() if len(ids) == 1}


@cache
def _by_name() -> dict[str, Software]:
    titles = {normal(known.title): known for known in known_software()}
    return titles | {normal(known.id): known for known in known_software()}
