"""Ranges in VERS (`vers:npm/>=1.0|<2.0`) and plain text, as the ranges that decisions are written in.

Source: package-url, VERS specification: constraints in the order of their versions, a bar between them.
"""

import re
from urllib.parse import unquote

from mamoru.errors import FormatError
from mamoru.operation.vulnerabilities.decisions.ranges import ANY, read_range

_CONSTRAINT = re.compile(r"(<=|>=|<|>|=)?([^<>=!|,\s]+)")


def plain_range(written: str) -> str | None:
    """The range as decisions write it, None where it cannot be read for sure."""
    text = written.strip()
    if not text.startswith("vers:"):
        return _checked(text.removeprefix("vls/"))
    constraints = text.partition("/")[2].replace(" ", "")
    if constraints == ANY:
        return ANY
    found: list[str] = []
    opened = False
    for each in constraints.split("|"):
        match = _CONSTRAINT.fullmatch(each)
        if match is None:
            return None
        sign, version = match[1] or "=", unquote(match[2])
        if sign in ("<", "<=") and opened:
            found[-1] += f", {sign} {version}"
        else:
            found.append(f"{sign} {version}")
        opened = sign in (">", ">=")
    return _checked(" | ".join(found))


def _checked(text: str) -> str | None:
    try:
        read_range(text)
    except FormatError:
        return None
    return text
