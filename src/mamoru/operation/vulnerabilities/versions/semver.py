"""Semantic versions, as npm and Cargo read them: `1.2.3-rc.1` before `1.2.3`, `+build` does not count.

A leading `v`, missing numbers (`1.2`), further numbers and a pre-release without its hyphen (`1.2.3rc1`)
are taken as they are meant. Source: Semantic Versioning 2.0.0, clause 11.
"""

import re

from mamoru.operation.vulnerabilities.versions.spelling import EARLY, END, NUMBER, release, series

ORDER = ("semver",)
_FORM = re.compile(
    r"[=vV]?([0-9]+(?:\.[0-9]+)*)(\.[*xX])?(?:-([0-9A-Za-z.-]+)|([A-Za-z][0-9A-Za-z.-]*))?(?:\+.*)?"
)
_TEXT = b"\xfe"  # words are newer than numbers there
_LAST = b"\x01"


def key(version: str) -> bytes | None:
    """The key; None where it is no semantic version."""
    if version.isascii() and version.replace(".", "").isdigit():
        return release(version) + END
    form = _FORM.fullmatch(version)
    if form is None:
        return None
    numbers, every, early, unmarked = form.groups()
    early = early or unmarked
    if every:
        return None if early else series(numbers)
    if not early:
        return release(numbers) + END
    return release(numbers) + EARLY + b"".join(map(_identifier, early.split("."))) + _LAST


def _identifier(text: str) -> bytes:
    return NUMBER[text] if text.isdigit() else _TEXT + text.encode() + b"\0"
