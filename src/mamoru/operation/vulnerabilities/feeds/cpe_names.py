"""Names in a CPE, as it is written in either binding. Source: NISTIR 7695, CPE 2.3 naming, 6.1 and 6.2."""

import re
from functools import lru_cache
from urllib.parse import unquote

import msgspec

_MOST = 512
_SPLIT = re.compile(r"(?<!\\):")
_ESCAPED = re.compile(r"\\(.)")
_ANY = ("*", "-", "")


class CpeName(msgspec.Struct, frozen=True):
    """What we take from a CPE: `product` as a record names it (`cpe:a:openssl:openssl`), its version
    (None: any, or none said), the update behind it, and the target software."""

    product: str
    version: str | None
    target: str | None


@lru_cache(1 << 16)
def cpe_name(cpe: str) -> CpeName | None:
    """The names in `cpe`; None where it is none, or names no product."""
    if len(cpe) > _MOST:
        return None
    if cpe.startswith("cpe:2.3:"):
        parts = [_ESCAPED.sub(r"\1", part) for part in _SPLIT.split(cpe[8:])]
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
