"""How a product that a source names is called in a record: known software, a package URL.

A package URL stands here without version and qualifiers, and unescaped (`pkg:npm/@scope/name`), as the match
looks for it; a Python package's name is normalised as PEP 503 says.
"""

import re
from functools import cache

from mamoru.operation.vulnerabilities.cpe import product_of_pair
from mamoru.operation.vulnerabilities.versions import order_of
from mamoru.product.software import Software, known_software

_REPOSITORY = re.compile(
    r"(?:https?|git|ssh)://(?:www\.)?(?:git@)?github\.com/([\w.-]+)/([\w.-]+?)(?:\.git)?/?", re.I
)
_PLACE = re.compile(r"(?:https?|git|ssh)://(?:[^/@]+@)?([^/@]+)/(?:(.+)/)?([^/]+?)(?:\.git)?/?", re.I)
_FORGES = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org")
_MIRRORS = ("mirror", "gnome", "gnu", "gpg", "gnutls", "xiph", "apache", "eclipse", "freedesktop")
_DASHES = re.compile(r"[-_.]+")
_MOST_NAME = 256


@cache
def _by_cna() -> dict[str, Software]:
    """Known software by vendor and product; who fills in a CVE record often writes those of the CPE."""
    by_cpe = {pair.removeprefix("o:"): known for known in known_software() for pair in known.cpes}
    return by_cpe | {pair.lower(): known for known in known_software() for pair in known.cna}


@cache
def _by_cpe() -> dict[str, Software]:
    return {product_of_pair(pair).lower(): known for known in known_software() for pair in known.cpes}


@cache
def _by_repository() -> dict[str, Software]:
    return {known.repository.lower(): known for known in known_software() if known.repository}


@cache
def _by_name() -> dict[str, Software]:
    titles = {_folded(known.title): known for known in known_software()}
    osv = {name.lower(): known for known in known_software() for name in known.osv}
    return titles | {known.id: known for known in known_software()} | osv


def software_of_cna(vendor: str, product: str) -> Software | None:
    """The known software that a CVE record calls so."""
    return _by_cna().get(f"{vendor}:{product}".lower())


def software_of_cpe(product: str) -> Software | None:
    """The known software that a CPE calls so (`cpe:a:openssl:openssl`)."""
    return _by_cpe().get(product)


def software_named(name: str, ecosystem: str) -> Software | None:
    """The known software that is called `name` in an ecosystem that names software, not packages."""
    names = _by_name()
    return names.get(f"{ecosystem}:{name}".lower()) or names.get(_folded(name))


def repository(url: str | None) -> str | None:
    """owner/name, in lower case, where `url` is a repository at GitHub."""
    found = _REPOSITORY.fullmatch(url) if url and len(url) <= _MOST_NAME else None
    return f"{found[1]}/{found[2]}".lower() if found else None


def software_at(repository: str | None) -> Software | None:
    """The known software that is made in this repository (owner/name at GitHub)."""
    return _by_repository().get(repository) if repository else None


def software_made_at(url: str) -> Software | None:
    """The known software that is made at `url`, or of which this is a mirror: where its makers are known to
    work, else by the repository's name, at a project's own host or under an owner of that name."""
    if known := software_at(repository(url)):
        return known
    found = _PLACE.fullmatch(url) if len(url) <= _MOST_NAME else None
    if found is None:
        return None
    host, owner, name = found[1].lower(), (found[2] or "").rpartition("/")[2].lower(), found[3].lower()
    if host in _FORGES and owner not in (*_MIRRORS, name, f"{name}-team", f"{name}-mirror"):
        return None
    return _by_name().get(_folded(name))


def package(of_type: str, name: str, namespace: str | None = None, release: str | None = None) -> str | None:
    """The name of a package of this purl type; `release` is a distribution's. None where it is none."""
    place = f"{namespace}/{name}" if namespace else name
    if not name or len(place) > _MOST_NAME or not place.isprintable():
        return None
    if of_type == "pypi":
        place = _DASHES.sub("-", place).lower()
    found = f"pkg:{of_type}/{place}"
    return f"{found}#{release}" if release else found


def package_order(of_type: str, otherwise: str) -> str:
    """How the versions of a package type are ordered; `otherwise` where nobody knows."""
    return order_of(of_type) or otherwise


def _folded(name: str) -> str:
    return _DASHES.sub("-", name.lower().replace(" ", "-"))
