"""CPE 2.3 names taken apart, and the order of a product's versions.

Source: NISTIR 7695, 6.2 (formatted string binding): eleven parts, `\\` before what is meant as it stands.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from mamoru.product.software import known_software

_SPLIT = re.compile(r"(?<!\\):")
_ESCAPE = re.compile(r"\\(.)")
_ANY = frozenset({"*", "-", ""})
PARTS = 13


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
