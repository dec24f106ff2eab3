"""The Linux kernel: release candidates before their release, then the stable series (5.10-rc3, 5.10,
5.10.223); the maker's own suffix (`-yocto-standard`, `+`) does not count. `5.10.*` is the end of 5.10.

A distribution's `5.10.0-32-armmp` does not tell the upstream release: it has no key. Source: kernel.org.
"""

import re

from mamoru.operation.vulnerabilities.versions.spelling import EARLY, END, NUMBER, release, series

ORDER = ("kernel",)
_FORM = re.compile(
    r"v?([0-9]+(?:\.[0-9]+)*)(\.\*)?"
    r"(?:[-_. ]?(test|pre|rc)[-_.]?([0-9]*)(?:[-_](?:bk|git)[0-9]+)?)?"
    r"(?:\+|[-+_~](?!next|mm|git|bk|final)[a-z][\w.+~-]*)?",
    re.IGNORECASE | re.ASCII,
)
_RANK = {"test": 0, "pre": 1, "rc": 2}


def key(version: str) -> bytes | None:
    """The key; None where it is not a release of kernel.org."""
    if version.isascii() and version.replace(".", "").isdigit():
        return release(version) + END
    form = _FORM.fullmatch(version)
    if form is None:
        return None
    numbers, every, early, count = form.groups()
    if every:
        return None if early else series(numbers)
    written = release(numbers)
    if early:
        written += EARLY + bytes([_RANK[early.lower()]]) + NUMBER[count]
    return written + END
