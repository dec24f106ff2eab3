"""CPE names taken apart, and the order of a product's versions.

`named` reads the NVD's own, strictly and quickly; `cpe_name` what others write, in either binding.
Source: NISTIR 7695, 6.1 (URI) and 6.2 (formatted string: eleven parts, `\\` before what is meant as it stands).
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple
from urllib.parse import unquote

import msgspec

from mamoru.product.software import known_software

_SPLIT = re.compile(r"(?<!\\):")
_ESCAPE = re.compile(r"\\(.)")
_ANY = frozenset({"*", "-", ""})
PARTS = 13
_MOST = 512


class Name(NamedTuple):
    """`product` is `cpe:PART:VENDOR:PRODUCT`, lower case and unescaped; `version` with its update
    (`1.0.1-beta1`), `*` for any, `-` for none; `on` the target software (`windows`), None for any."""

    product: str
    version: str
    on: str | None


@lru_cache(1 << 15)  # names come again near each other; all 300,000 would fill the memory
def named(criteria: str) -> Name:
    """The name `criteria`. Raises `ValueError` where it is none."""
    parts = criteria.split(":") if "\\" not in criteria else _SPLIT.split(criteria)
    if len(parts) != PARTS or parts[0] != "cpe" or parts[1] != "2.3":
        raise ValueError(f"not a CPE 2.3 name: {criteria[:80]}")
    version, update = parts[5], parts[6]
    if update not in _ANY:
        version = f"{version}-{update}"
    on = parts[10] if parts[10] not in _ANY else None
    return Name(_plain(f"cpe:{parts[2]}:{parts[3]}:{parts[4]}"), _plain(version), _plain(on) if on else None)


class CpeName(msgspec.Struct, frozen=True):
    """What we take from a CPE: `product` as a record names it (`cpe:a:openssl:openssl`), its version
    (None: any, or none said), the update behind it, and the target software."""

    product: str
    version: str | None
    target: str | None


@lru_cache(1 << 15)
def cpe_name(cpe: str) -> CpeName | None:
    """The names in `cpe`; None where it is none, or names no product."""
    if len(cpe) > _MOST:
        return None
    if cpe.startswith("cpe:2.3:"):
        parts = [_ESCAPE.sub(r"\1", part) for part in _SPLIT.split(cpe[8:])]
    elif cpe.startswith("cpe:/"):
        parts = [unquote(part) for part in cpe[5:].split(":")]
        if len(parts) > 5 and parts[5].startswith("~"):
            packed = [*parts[5].split("~"), "", "", "", ""]
            parts = [*parts[:5], packed[1], "", packed[2], packed[3]]
    else:
        return None
    part, vendor, product, version, update, *others = [*parts, *[""] * 10][:12]
    if part not in ("a", "o", "h") or vendor in _ANY or product in _ANY:
        return None
    target = others[3] if len(others) > 3 and others[3] not in _ANY else None
    return CpeName(f"cpe:{part}:{vendor}:{product}".lower(), _version(version, update), target)


def _version(version: str, update: str) -> str | None:
    if version in _ANY:
        return None
    return version if update in _ANY else f"{version}{update}"


def _plain(text: str) -> str:
    return (_ESCAPE.sub(r"\1", text) if "\\" in text else text).lower()


@cache
def _orders() -> dict[str, str]:
    found: dict[str, str] = {}
    for software in known_software():
        for pair in software.cpes:
            found[product_of_pair(pair)] = software.order
    return found


def product_of_pair(pair: str) -> str:
    """`vendor:product` of known software (`o:vendor:product` of a system) as a product's name."""
    return f"cpe:{pair}" if pair.count(":") == 2 else f"cpe:a:{pair}"


def order_of_product(product: str) -> str:
    """The order of the versions of the product of this name: that of the known software, or generic."""
    return _orders().get(product, "generic")
