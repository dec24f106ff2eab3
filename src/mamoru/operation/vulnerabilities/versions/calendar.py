"""Versions that are years and months (`2022.83`, `2017.01-rc1`): as `generic`, and a day is read however
it is written (`s20190709`, `20211123` and `2021.11.23`)."""

import re

from mamoru.operation.vulnerabilities.versions import generic

ORDER = ("calendar",)
_DAY = re.compile(r"^[a-z]?((?:19|20)[0-9]{2})[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12][0-9]|3[01])(?![0-9])")


def key(version: str) -> bytes | None:
    """The key; None as in `generic`."""
    return generic.key(_DAY.sub(r"\1.\2.\3", version))
