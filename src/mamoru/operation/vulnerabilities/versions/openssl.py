"""OpenSSL: up to 1.1.1 letters are releases (1.0.2z, then 1.0.2za, 1.0.2zb), from 3.0 on plain numbers.

Source: OpenSSL's release strategy; the spelling of its own list of vulnerabilities.
"""

import re

from mamoru.operation.vulnerabilities.versions.spelling import EARLY, END, NUMBER, release, word

ORDER = ("openssl",)
_FORM = re.compile(
    r"v?([0-9]+(?:\.[0-9]+)*)([a-z]*?)(?:[-_. ]?(dev|alpha|beta|pre|rc)[-_.]?([0-9]*)(?:-dev)?)?(?:-fips)?",
    re.IGNORECASE | re.ASCII,
)
_RANK = {"dev": 0, "alpha": 1, "beta": 2, "pre": 2, "rc": 3}


def key(version: str) -> bytes | None:
    """The key; None where it is not written as OpenSSL writes versions."""
    if version.isascii() and version.replace(".", "").isdigit():
        return release(version) + END
    form = _FORM.fullmatch(version)
    if form is None:
        return None
    numbers, letters, early, count = form.groups()
    written = release(numbers)
    if letters:
        written += word(letters.lower())
    if early:
        written += EARLY + bytes([_RANK[early.lower()]]) + NUMBER[count]
    return written + END
