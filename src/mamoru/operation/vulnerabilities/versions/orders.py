"""The orders by name, found by discovery: a module with `ORDER` (its names) and `key`."""

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
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


_SAMPLES = (
    "0", "1", "1.0", "1.0.0", "1.10", "1.2.3-4+deb11u1", "1:2.0~rc1-1", "1.2.3_rc1-r2", "1.2.3-r4", "v1.2.3-rc.1+b",
    "1.1.1k", "1.0.2zd", "3.0.0-alpha1", "5.10-rc3", "6.6.23", "8.4p1", "9d", "2020.81", "2021.04-rc2", "1.0.dev1",
    "1!2.0.post1", "v0.0.0-20210101000000-0123456789ab", "4.2.8p15", "1.0-SNAPSHOT", "2.6.*", "1.0a", "1.0beta2",
)  # fmt: skip


@cache
def fingerprint() -> str:
    """What all orders make of a few versions: keys that were kept under another one are not comparable."""
    state = blake2b(digest_size=6)
    for name in sorted(orders()):
        state.update(repr((name, [key(name, version) for version in _SAMPLES])).encode())
    return state.hexdigest()


_TYPES = {
    "deb": "dpkg", "opkg": "dpkg", "rpm": "rpm", "apk": "apk", "pypi": "pep440", "npm": "semver",
    "cargo": "semver", "hex": "semver", "swift": "semver", "bitnami": "semver", "golang": "go", "gem": "rubygems",
    "nuget": "nuget", "maven": "maven", "pub": "pub", "cran": "cran", "hackage": "hackage", "github": "generic",
    "gitlab": "generic", "composer": "composer", "bitbucket": "generic", "generic": "generic",
}  # fmt: skip


def order_of(purl_type: str) -> str | None:
    """The order of an ecosystem by its package URL type; None where it is not known.

    opkg (OpenWrt, Yocto) compares as dpkg does. The rules of Arch are no order (a missing release equals
    every release): for them nothing is said.
    """
    return _TYPES.get(purl_type)
