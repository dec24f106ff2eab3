"""Maven artifacts: numbers after a dot or a hyphen, and qualifiers (`alpha`, `rc`, `SNAPSHOT` before, `sp` after).

Zeros and `final` at the end, before a hyphen, or before a qualifier that precedes a release, do not count.
Source: Maven POM reference, "Version Order Specification".
"""

import re

from mamoru.operation.vulnerabilities.versions.spelling import END, NUMBER

ORDER = ("maven",)
_KNOWN = re.compile(r"[0-9][0-9a-z._+-]*")
_PART = re.compile(r"(^|[.-]|(?<=[0-9])(?=[^0-9.-])|(?<=[^0-9.-])(?=[0-9]))([0-9]+|[^0-9.-]*)")
_RANK = {"alpha": 1, "beta": 2, "milestone": 3, "rc": 4, "cr": 4, "snapshot": 5}
_SHORT = {"a": "alpha", "b": "beta", "m": "milestone"}
_NOTHING = frozenset({"", "final", "ga", "release"})
_SERVICE, _WORD, _HYPHEN, _DOT = b"\x28", b"\x30", b"\x50", b"\x60"


def key(version: str) -> bytes | None:
    """The key; None where it has signs that no version of an artifact has."""
    text = version.strip().lower()
    if not _KNOWN.fullmatch(text):
        return None
    found = [(mark or "-", part or "0") for mark, part in _PART.findall(text)]
    parts: list[tuple[str, str]] = []
    for index, (mark, part) in enumerate(found):
        follows = found[index + 1] if index + 1 < len(found) else ("", "")
        if part in _SHORT and follows[1].isdigit():
            part = _SHORT[part]
        if mark == "-" or part in _RANK:
            while len(parts) > 1 and _null(parts[-1][1]):
                parts.pop()
        parts.append((mark, part))
    while len(parts) > 1 and _null(parts[-1][1]):
        parts.pop()
    return b"".join(_spelt(mark, part) for mark, part in parts) + END


def _null(part: str) -> bool:
    return part in _NOTHING or not part.strip("0")


def _spelt(mark: str, part: str) -> bytes:
    if part.isdigit():
        return (_DOT if mark == "." else _HYPHEN) + NUMBER[part]
    if part in _RANK:
        return bytes([_RANK[part]])
    return _SERVICE if part == "sp" else _WORD + part.encode() + b"\0"
