"""How a package of an OSV ecosystem is called in a record, and how its versions are ordered.

An ecosystem whose order nobody here knows keeps its own name as the order, in lower case.
Source: OSV schema 1.7, "affected[].package"; the purl types of package-url/purl-spec.
"""

import re
from functools import lru_cache

from mamoru.operation.vulnerabilities.feeds.product_names import (
    package,
    package_order,
    repository,
    software_at,
    software_named,
    software_order,
)  # fmt: skip

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
_SOFTWARE = ("bitnami", "oss-fuzz", "linux")
_RELEASE = re.compile(
    r"[a-z_ :-]*?v?(\d+(?:\.\d+)*(?:-[A-Za-z][\w-]*)?|edge|sid|rolling|tumbleweed)\b.*", re.I
)


@lru_cache(1 << 16)
def package_names(ecosystem: str, name: str) -> tuple[tuple[str, str], ...]:
    """The names of a package with their orders; () where it is none."""
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
        names.append((f"software:{known.id}", software_order(known)))
    return tuple((found, order) for found, order in names if found is not None)


@lru_cache(1 << 12)
def repository_names(url: str) -> tuple[tuple[str, str], ...]:
    """The names of what is made in a repository, with their orders; () where nobody knows it."""
    made_in = repository(url)
    if made_in is None:
        return ()
    owner, _, name = made_in.partition("/")
    known = software_at(made_in)
    order = software_order(known) if known else "generic"
    found = package("github", name, owner)
    names = [(found, order)] if found else []
    return (*names, (f"software:{known.id}", order)) if known else tuple(names)


def _release(text: str) -> str | None:
    """A distribution's release as a record writes it: `11`, `3.18`, `22.04`, `edge`."""
    found = _RELEASE.fullmatch(text)
    return found[1].lower() if found else None
