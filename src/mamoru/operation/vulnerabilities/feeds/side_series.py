"""Fixed releases of several series: what is mended in a side series is spared.

A maker who names 1.30.4 and 1.31.3 as fixed says that everything from 1.31.3 on is mended, and in the
series 1.30 everything from 1.30.4 on.
"""

import re
from collections.abc import Iterable

from mamoru.operation.vulnerabilities.record import Span
from mamoru.operation.vulnerabilities.versions import key

_NUMBERS = re.compile(r"(\d{1,9}(?:\.\d{1,9})*)\.\d+[a-z]*\d*")


def after(series: str) -> str:
    """The first version after a series: `1.31` after `1.30`, `3` after `2`."""
    head, dot, last = series.rpartition(".")
    return f"{head}{dot}{int(last) + 1}"


def rising(versions: Iterable[str], order: str = "generic") -> list[str]:
    """The versions from the oldest on; what the order does not know is left out."""
    keys = {version: key(order, version) for version in versions}
    return sorted((version for version in keys if keys[version] is not None), key=lambda v: keys[v] or b"")


def spared(fixed: Iterable[str], order: str = "generic") -> tuple[Span, ...]:
    """The spans of the side series of which `fixed` names the first mended release: all but the newest."""
    found = []
    for version in rising(fixed, order)[:-1]:
        if numbers := _NUMBERS.fullmatch(version):
            found.append(Span(version, after(numbers[1])))
    return tuple(found)
