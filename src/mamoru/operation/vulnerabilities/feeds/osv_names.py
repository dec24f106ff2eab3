"""How a package of an OSV ecosystem is called in a record, and how its versions are ordered.

An ecosystem whose order nobody here knows keeps its own name as the order, in lower case.
Source: OSV schema 1.7, "affected[].package"; the purl types of package-url/purl-spec.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from mamoru.operation.vulnerabilities.cpe import cpe_name
from mamoru.operation.vulnerabilities.feeds.product_names import (
    package,
    package_order,
    repository,
    software_made_at,
    software_named,
    software_of_cpe,
)  # fmt: skip
from mamoru.product.software import software

Names = tuple[tuple[str, str], ...]
"""Names of a product, each with the order of its versions."""

_DISTRIBUTIONS = {
    "debian": ("deb", "debian"), "ubuntu": ("deb", "ubuntu"), "echo": ("deb", "echo"),
    "alpine": ("apk", "alpine"), "alpaquita": ("apk", "alpaquita"), "wolfi": ("apk", "wolfi"),
    "chainguard": ("apk", "chainguard"), "minimos": ("apk", "minimos"),
    "bellsoft hardened containers": ("apk", "bellsoft-hardened-containers"),
    "almalinux": ("rpm", "almalinux"), "rocky linux": ("rpm", "rocky"), "red hat": ("rpm", "redhat"),
    "suse": ("rpm", "suse"), "opensuse": ("rpm", "opensuse"), "openeuler": ("rpm", "openeuler"),
    "mageia": ("rpm", "mageia"), "photon os": ("rpm", "photon"), "azure linux": ("rpm", "azurelinux"),
}  # fmt: skip
_LANGUAGES = {
    "pypi": "pypi", "npm": "npm", "go": "golang", "crates.io": "cargo", "rubygems": "gem", "nuget": "nuget",
    "packagist": "composer", "maven": "maven", "hex": "hex", "pub": "pub", "hackage": "hackage", "cran": "cran",
    "bioconductor": "bioconductor", "conancenter": "conan", "swifturl": "swift", "github actions": "github",
    "bitnami": "bitnami", "julia": "julia", "opam": "opam",
}  # fmt: skip
_SOFTWARE = ("oss-fuzz", "linux")
_MOST_CPE = 1024
_MOST_ECOSYSTEM = 128
_RELEASE = re.compile(
    r"[a-z_ :-]*?v?(\d+(?:\.\d+)*(?:-[A-Za-z][\w-]*)?|edge|sid|rolling|tumbleweed)\b.*", re.I
)


@lru_cache(1 << 16)
def package_names(ecosystem: str, name: str) -> Names:
    """The names of a package with their orders; () where it is none."""
    if len(ecosystem) > _MOST_ECOSYSTEM:
        return ()
    kind, _, release = ecosystem.strip().partition(":")
    kind = kind.lower()
    names: list[tuple[str | None, str]] = []
    if kind in _DISTRIBUTIONS:
        of_type, distribution = _DISTRIBUTIONS[kind]
        names.append((package(of_type, name, distribution, _release(release)), package_order(of_type, kind)))
    elif of_type := _LANGUAGES.get(kind, ""):
        namespace, _, last = name.replace(":", "/").rpartition("/")
        names.append((package(of_type, last, namespace or None), package_order(of_type, kind)))
    elif kind == "oss-fuzz":
        names.append((package("generic", name), package_order("generic", kind)))
    elif kind != "linux" and kind:
        safe = re.sub(r"[^a-z0-9.-]+", "-", kind).strip("-")
        namespace, _, last = name.rpartition("/")
        names.append((package(safe, last, namespace or None), kind))
    if kind in _SOFTWARE and (known := software_named(name, kind)) is not None:
        names.append((f"software:{known.id}", known.order))
    return tuple((found, order) for found, order in names if found is not None)


def cpe_software(cpes: Iterable[str]) -> Names:
    """The known software that `cpes` name, with its order: a package's own name is no sure sign (`mongoose`
    is a web server to some, a part of Node.js to others)."""
    parts = (cpe_name(cpe) for cpe in cpes if len(cpe) <= _MOST_CPE)
    found = (software_of_cpe(each.product) for each in parts if each is not None)
    return tuple(dict.fromkeys((f"software:{known.id}", known.order) for known in found if known))


@lru_cache(1 << 12)
def made_in(named: Names, urls: tuple[str, ...]) -> Names:
    """The names of a product of these repositories, `named` so far by its project. Known software that is
    known to be made elsewhere is not what the project's name says; a plain name yields to a sure one."""
    places = [place for url in urls if (place := repository(url)) is not None]
    found = dict(named)
    for product in named:
        known = software(product[0].removeprefix("software:"))
        if known is not None and known.repository and places and known.repository.lower() not in places:
            found.pop(product[0])
    for url in urls:
        known = software_made_at(url)
        order = known.order if known else "generic"
        owner, _, name = (repository(url) or "").partition("/")
        if (of_place := package("github", name, owner)) is not None:
            found[of_place] = order
        if known is not None:
            found[f"software:{known.id}"] = order
    if any(product.startswith("software:") for product in found):
        found = {product: order for product, order in found.items() if not product.startswith("pkg:generic/")}
    return tuple(found.items())


def _release(text: str) -> str | None:
    """A distribution's release as a record writes it: `11`, `3.18`, `22.04`, `edge`."""
    found = _RELEASE.fullmatch(text)
    return found[1].lower() if found else None
