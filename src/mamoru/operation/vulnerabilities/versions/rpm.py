"""RPM packages: `[epoch:]version[-release]`, cut into numbers and words; `~` is before the end, `^` just
behind it, a number is newer than a word. A version without a release is before all its releases.

Source: rpm-version(7).
"""

import re

from mamoru.operation.vulnerabilities.versions.spelling import EARLY, END, NUMBER

ORDER = ("rpm",)
_FORM = re.compile(r"(?:([0-9]+):)?([0-9A-Za-z.+~^:_-]+)")
_PART = re.compile(r"[0-9]+|[A-Za-z]+|[~^]")
_CARET, _WORD = b"\x28", b"\x30"
_NO_RELEASE, _RELEASE = b"\x01", b"\x02"


def key(version: str) -> bytes | None:
    """The key; None where it has signs that no RPM version has."""
    form = _FORM.fullmatch(version)
    if form is None:
        return None
    epoch, rest = form.groups()
    upstream, dash, release = rest.rpartition("-")
    if not dash:
        return NUMBER[epoch or ""] + _parts(rest) + _NO_RELEASE
    return NUMBER[epoch or ""] + _parts(upstream) + _RELEASE + _parts(release)


def _parts(text: str) -> bytes:
    return b"".join(map(_part, _PART.findall(text))) + END


def _part(part: str) -> bytes:
    if part == "~":
        return EARLY
    if part == "^":
        return _CARET
    return NUMBER[part] if part[0] <= "9" else _WORD + part.encode() + b"\0"
