"""Ranges of versions as people write them: `>= 1.0, < 1.2.4 | = 2.0`, commas for and, bars for or."""

import re
from typing import NamedTuple

from mamoru.errors import FormatError
from mamoru.operation.vulnerabilities.versions import key

MOST_LENGTH = 1000
ANY = "*"
_BOUND = re.compile(r"\s*(<=|>=|<|>|=)?\s*([^\s,|<>=]{1,200})\s*")


class Bound(NamedTuple):
    """One comparison with a version, as written."""

    sign: str
    version: str


Range = tuple[tuple[Bound, ...], ...]
"""Alternatives, each of bounds that must all hold; () for every version."""


def read_range(text: str) -> Range:
    """The range that `text` writes. Raises `FormatError`."""
    if len(text) > MOST_LENGTH:
        raise FormatError(0, f"longer than {MOST_LENGTH} characters")
    if text.strip() == ANY:
        return ()
    found, offset = [], 0
    for alternative in text.split("|"):
        bounds = []
        for part in alternative.split(","):
            match = _BOUND.fullmatch(part)
            if match is None:
                raise FormatError(offset, part.strip()[:40] or "nothing between the signs")
            bounds.append(Bound(match[1] or "=", match[2]))
            offset += len(part) + 1
        found.append(tuple(bounds))
    return tuple(found)


def within(version: str | None, order: str | None, versions: Range) -> bool | None:
    """Whether `version` lies in `versions`; None where that cannot be told.

    Versions are compared in `order` (a name of `versions.orders`); an equal text is equal in any order.
    """
    if not versions:
        return True
    if version is None:
        return None
    answers = [_all(version, order, bounds) for bounds in versions]
    if True in answers:
        return True
    return None if None in answers else False


def _all(version: str, order: str | None, bounds: tuple[Bound, ...]) -> bool | None:
    answers = [_holds(version, order, bound) for bound in bounds]
    if False in answers:
        return False
    return None if None in answers else True


def _holds(version: str, order: str | None, bound: Bound) -> bool | None:
    if version == bound.version:
        return bound.sign in ("=", "<=", ">=")
    mine, its = key(order or "", version), key(order or "", bound.version)
    if mine is None or its is None:
        return False if bound.sign == "=" and order is None else None
    return {"=": mine == its, "<": mine < its, "<=": mine <= its, ">": mine > its, ">=": mine >= its}[
        bound.sign
    ]
