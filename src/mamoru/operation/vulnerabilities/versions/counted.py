"""Versions of CRAN (`0.1-2`) and Hackage: numbers alone, and one more of them is newer, even a 0.

Source: R, `numeric_version`; Haskell, `Data.Version`.
"""

import re

from mamoru.operation.vulnerabilities.versions.spelling import END, NUMBER

ORDER = ("cran", "hackage")
_FORM = re.compile(r"[0-9]+(?:[.-][0-9]+)*")


def key(version: str) -> bytes | None:
    """The key; None where there is more than numbers."""
    if not _FORM.fullmatch(version):
        return None
    return b"".join(map(NUMBER.__getitem__, re.split("[.-]", version))) + END
