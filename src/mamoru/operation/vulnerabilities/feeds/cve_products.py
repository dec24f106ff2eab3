"""The products of a CVE record's container: which names each has, and what is said of its versions."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from mamoru.operation.vulnerabilities.cpe import CpeName, cpe_name
from mamoru.operation.vulnerabilities.feeds.cve_record import Product
from mamoru.operation.vulnerabilities.feeds.cve_versions import Said, said
from mamoru.operation.vulnerabilities.feeds.product_names import (
    package,
    package_order,
    repository,
    software_made_at,
    software_of_cna,
)  # fmt: skip
from mamoru.operation.vulnerabilities.feeds.version_words import NOT_TOLD
from mamoru.operation.vulnerabilities.record import Affected
from mamoru.product.purl import read_purl

MOST_PRODUCTS = 4096
MOST_FILES = 256
_MOST_NAME = 256
_MOST_CPES = 512
_MOST_CPE = 1024
_ORDERS = {
    "semver": "semver", "python": "pep440", "rpm": "rpm", "deb": "dpkg", "dpkg": "dpkg", "apk": "apk",
    "maven": "maven", "go": "go", "npm": "semver",
}  # fmt: skip
_COLLECTIONS = {
    "pypi": "pypi", "npmjs": "npm", "maven": "maven", "mvnrepository": "maven", "rubygems": "gem", "crates": "cargo",
    "nuget": "nuget", "packagist": "composer", "go": "golang", "golang": "golang", "hackage": "hackage",
    "pub": "pub", "hex": "hex", "conan": "conan",
}  # fmt: skip
"""The purl types of collections, by a part of their host's name."""

_HOST = re.compile(r"(?:https?://)?(?:www\.)?([\w.-]+)(/|$)")
_RED_HAT = "access.redhat.com"
_PLATFORMS = {"windows": "windows", "android": "android", "ios": "iphone_os", "macos": "macos"}


@lru_cache(1 << 15)
def _named(cpe: str) -> CpeName | None:
    return cpe_name(cpe) if len(cpe) <= _MOST_CPE else None


def products(entries: Iterable[Product], *, own: bool) -> Iterator[tuple[Affected | None, str | None]]:
    """What is said of each product, and what of it could not be read for sure.

    Ranges of commits are left out where the same container gives the product's releases too. Only a CNA's
    `own` words speak of known software; what others add names it by its CPE."""
    of_commits: list[Affected] = []
    told: set[str] = set()
    for number, entry in enumerate(entries):
        if number == MOST_PRODUCTS:
            yield None, f"more than {MOST_PRODUCTS} products"
            return
        for affected, shown in _product(entry, own=own):
            if affected is not None and affected.git:
                of_commits.append(affected)
                continue
            if affected is not None:
                told.add(affected.product)
            yield affected, shown
    for affected in of_commits:
        if affected.product not in told:
            yield affected, None


def _product(entry: Product, *, own: bool) -> Iterator[tuple[Affected | None, str | None]]:
    vendor, product = (entry.vendor or "").strip(), (entry.product or "").strip()
    types = {version.version_type or "" for version in entry.versions[:64]} - {"git"}
    own_order = _ORDERS.get(types.pop().lower(), "generic") if len(types) == 1 else "generic"
    names = _names(vendor, product, entry.repo, own_order)
    if not own:
        names = tuple(each for each in names if not each[0].startswith("software:"))
    packaged = _package(entry)
    if packaged is not None:
        names = (packaged,) if packaged[0].startswith("pkg:rpm/redhat/") else (*names, packaged)
    order = names[0][1] if names else own_order
    found = said(entry.versions, entry.default_status, order)
    if found.ranges:
        files = tuple(name for name in entry.program_files[:MOST_FILES] if len(name) <= _MOST_NAME)
        on = _platform(entry.platforms)
        for name, of_name in names:
            yield _affected(name, of_name, found, files, on), None
    if entry.cpes and not (packaged and len(names) == 1):
        for affected in _by_cpe(entry.cpes, found, order):
            yield affected, None
    if found.shown:
        yield None, f"{product or entry.package_name or vendor}: {', '.join(found.shown[:16])}"


def _affected(
    name: str, order: str, found: Said, files: tuple[str, ...] = (), on: str | None = None
) -> Affected:
    return Affected(
        product=name, order=order, spans=found.spans, exact=found.exact, every=found.every, spared=found.spared,
        fixed=found.fixed, git=found.git, state=found.state, files=files, on=on, unread=found.unread,
    )  # fmt: skip


@lru_cache(1 << 14)
def _names(vendor: str, product: str, repo: str | None, order: str) -> tuple[tuple[str, str], ...]:
    """The names of a product, each with its order of versions; the first is the record's own."""
    names = []
    known = software_of_cna(vendor, product) or (software_made_at(repo) if repo else None)
    if product.lower() not in NOT_TOLD and len(vendor) + len(product) <= _MOST_NAME:
        names.append((f"cna:{vendor}:{product}".lower(), known.order if known else order))
    if known:
        names.append((f"software:{known.id}", known.order))
    owner, _, name = (repository(repo) or "").partition("/")
    if found := package("github", name, owner):
        names.append((found, known.order if known else order))
    return tuple(names)


def _package(entry: Product) -> tuple[str, str] | None:
    if entry.package_url and len(entry.package_url) <= _MOST_NAME:
        return _package_url(entry.package_url)
    if not entry.package_name or not entry.collection_url:
        return None
    host = _HOST.match(entry.collection_url)
    if host is None:
        return None
    if host[1] == _RED_HAT:
        return _red_hat(entry)
    of_type = next((_COLLECTIONS[part] for part in host[1].split(".") if part in _COLLECTIONS), None)
    if of_type is None:
        return None
    namespace, _, name = entry.package_name.replace(":", "/").rpartition("/")
    found = package(of_type, name, namespace or None)
    return (found, package_order(of_type, of_type)) if found else None


def _package_url(text: str) -> tuple[str, str] | None:
    found = read_purl(text)
    if found is None:
        return None
    name = package(found.type, found.name, found.namespace or None)
    return (name, package_order(found.type, found.type)) if name else None


def _red_hat(entry: Product) -> tuple[str, str] | None:
    """Red Hat's package with its stream: the release number of RHEL, else `PRODUCT-NUMBER`."""
    cpe = _named(entry.cpes[0]) if entry.cpes else None
    if cpe is None or cpe.version is None or not entry.package_name or "/" in entry.package_name:
        return None
    product = cpe.product.rpartition(":")[2]
    release = cpe.version if product == "enterprise_linux" else f"{product}-{cpe.version}"
    found = package("rpm", entry.package_name, "redhat", release)
    return (found, "rpm") if found else None


def _by_cpe(cpes: list[str], found: Said, order: str) -> Iterator[Affected]:
    """The same of each CPE's product; without ranges the versions in the CPEs count."""
    exact: dict[tuple[str, str | None], dict[str, None]] = {}
    for cpe in cpes[:_MOST_CPES]:
        if (name := _named(cpe)) is not None:
            versions = exact.setdefault((name.product, name.target), {})
            if name.version is not None:
                versions[name.version] = None
    for (product, target), versions in exact.items():
        if found.ranges:
            yield _affected(product, order, found, on=target)
        elif versions:
            yield Affected(product=product, exact=tuple(versions), on=target)


def _platform(platforms: list[str]) -> str | None:
    """The one platform that is meant, as a CPE calls it; None where there are several, or none known."""
    return _PLATFORMS.get(platforms[0].strip().lower()) if len(platforms) == 1 else None
