"""A CPE name taken apart: the product that it names, its version, its target software.

Source: NIST IR 7695 (CPE 2.3 naming: URI and formatted string).
"""

import re
from urllib.parse import unquote

import msgspec

_PART = re.compile(r"[aoh]")
_COLON = re.compile(r"(?<!\\):")
_ESCAPED = re.compile(r"\\(.)")
_NOTHING = ("", "*", "-")


class CpeName(msgspec.Struct, frozen=True, kw_only=True):
    """`product` as a record names it (`cpe:a:vendor:product`); None where the name leaves it open."""

    product: str
    version: str | None
    on: str | None


def named(cpe: str) -> CpeName | None:
    """The parts of a CPE name of either form; None where it is none."""
    text = cpe.strip()
    if text.startswith("cpe:2.3:"):
        parts = [_ESCAPED.sub(r"\1", part) for part in _COLON.split(text[8:])]
    elif text.startswith("cpe:/"):
        parts = [unquote(part, errors="replace") for part in text[5:].split(":")]
    else:
        return None
    if len(parts) < 3 or not _PART.fullmatch(parts[0]) or any(part in _NOTHING for part in parts[1:3]):
        return None
    part, vendor, product = (each.strip().lower() for each in parts[:3])
    version = parts[3] if len(parts) > 3 and parts[3] not in _NOTHING else None
    update = parts[4] if len(parts) > 4 and parts[4] not in _NOTHING else ""
    on = parts[8] if len(parts) > 8 and text.startswith("cpe:2.3:") and parts[8] not in _NOTHING else None
    return CpeName(
        product=f"cpe:{part}:{vendor}:{product}", version=f"{version}{update}" if version else None,
        on=on.lower() if on else None,
    )  # fmt: skip
