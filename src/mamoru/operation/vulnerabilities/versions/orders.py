"""The orders by name, found by discovery: a module with `ORDER` (its names) and `key`."""

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

Key = Callable[[str], bytes | None]
MOST_LENGTH = 256


@cache
def orders() -> dict[str, Key]:
    """Every order by its name."""
    found: dict[str, Key] = {}
    for info in pkgutil.iter_modules([str(Path(__file__).parent)]):
        module = importlib.import_module(f"{__package__}.{info.name}")
        for name in getattr(module, "ORDER", ()):
            found[name] = module.key
    return found


def known_order(name: str) -> bool:
    """Whether versions can be ordered by `name`."""
    return name in orders()


def key(order: str, version: str) -> bytes | None:
    """The key of `version` in `order`; None where the order is not known or it is no version of it."""
    found = orders().get(order)
    if found is None or not version or len(version) > MOST_LENGTH:
        return None
    return found(version)


_TYPES = {
    "deb": "dpkg", "opkg": "dpkg", "rpm": "rpm", "apk": "apk", "pypi": "pep440", "npm": "semver",
    "cargo": "semver", "hex": "semver", "swift": "semver", "bitnami": "semver", "golang": "go", "gem": "rubygems",
    "nuget": "nuget", "maven": "maven", "pub": "pub", "cran": "cran", "hackage": "hackage", "github": "generic",
    "gitlab": "generic", "bitbucket": "generic", "generic": "generic",
}  # fmt: skip


def order_of(purl_type: str) -> str | None:
    """The order of an ecosystem by its package URL type; None where it is not known.

    opkg (OpenWrt, Yocto) compares as dpkg does. Composer's own rules are no order (a < b < c = a), nor are
    those of Arch, where a missing release equals every release: for them nothing is said.
    """
    return _TYPES.get(purl_type)
