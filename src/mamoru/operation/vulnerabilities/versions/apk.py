"""Alpine packages: numbers, a letter, suffixes (`_rc1` before, `_p1` after), a revision `-r3`.

A number behind the first that begins with 0 is compared as text. What stands behind something that is
no part of a version makes it older than the version without. Source: apk-package(5); apk-tools 3.
"""

import re

from mamoru.operation.vulnerabilities.versions.spelling import NUMBER

ORDER = ("apk",)
_SUFFIXES = {
    name: index
    for index, name in enumerate(("alpha", "beta", "pre", "rc", "", "cvs", "svn", "git", "hg", "p"))
}
_NUMBERS = re.compile(r"([0-9]*)((?:\.[0-9]*)*)")
_LETTERS = re.compile(r"([a-z])([0-9]*)")
_SUFFIX = re.compile(r"_([a-z]+)([0-9]*)")
_HASH = re.compile(r"~([0-9a-f]*)")
_REVISION = re.compile(r"-r([0-9]+|(?=-|$))")
_KNOWN = re.compile(r"[0-9A-Za-z._~-]+")
# What follows at the same place, from the oldest: no version, no digits, a suffix before, the end, …
_WRONG, _NO_DIGITS, _BEFORE, _LAST, _BUILT, _COMMIT, _COUNT, _AFTER, _LETTER, _TEXT, _DIGITS = (
    bytes([rank]) for rank in range(1, 12)
)


def key(version: str) -> bytes | None:
    """The key; None where it has signs that no version of a package has."""
    if not _KNOWN.fullmatch(version):
        return None
    numbers = _NUMBERS.match(version)
    assert numbers is not None  # it matches the empty text too
    written = NUMBER[numbers[1]] + b"".join(map(_number, numbers[2].split(".")[1:]))
    rest = version[numbers.end() :]
    if letter := _LETTERS.match(rest):
        written += _LETTER + letter[1].encode() + (_DIGITS + NUMBER[letter[2]] if letter[2] else b"")
        rest = rest[letter.end() :]
    while (suffix := _SUFFIX.match(rest)) and suffix[1] in _SUFFIXES:
        rank = _SUFFIXES[suffix[1]]
        written += (_BEFORE if rank < _SUFFIXES[""] else _AFTER) + bytes([rank])
        written += _COUNT + NUMBER[suffix[2]] if suffix[2] else b""
        rest = rest[suffix.end() :]
    if commit := _HASH.match(rest):
        written += _COMMIT + commit[1].encode() + b"\0"
        rest = rest[commit.end() :]
    if revision := _REVISION.match(rest):
        written += _BUILT + NUMBER[revision[1]]
        rest = rest[revision.end() :]
    return written + (_WRONG if rest else _LAST)


def _number(digits: str) -> bytes:
    if not digits:
        return _NO_DIGITS
    return _TEXT + digits.encode() + b"\0" if digits[0] == "0" else _DIGITS + NUMBER[digits]
