"""Debian packages, and opkg's: `[epoch:]upstream[-revision]`, a tilde before everything, even the end.

Source: Debian Policy 5.6.12, deb-version(7).
"""

import re

from mamoru.operation.vulnerabilities.versions.spelling import NUMBER

ORDER = ("dpkg",)
_FORM = re.compile(r"(?:([0-9]+):)?([0-9A-Za-z.+~:_-]*)")
_RUN = re.compile(r"[^0-9]+[0-9]*|[0-9]+")
_TILDE, _LAST = b"\x01", b"\x02"  # then letters as they are, then everything else


class _Runs(dict[str, bytes]):
    """The spellings of a run of others than digits with the number behind it; the short ones are kept."""

    def __missing__(self, run: str) -> bytes:
        words = run.rstrip("0123456789")
        spelt = b"".join(map(_character, words)) + _LAST + NUMBER[run[len(words) :]]
        if len(run) <= 4:
            self[run] = spelt
        return spelt


def _character(one: str) -> bytes:
    return _TILDE if one == "~" else bytes([ord(one) if one.isalpha() else 0x80 + ord(one)])


_RUNS = _Runs()


def key(version: str) -> bytes | None:
    """The key; None where it has signs that no Debian version has."""
    form = _FORM.fullmatch(version)
    if form is None:
        return None
    epoch, rest = form.groups()
    upstream, _, revision = rest.rpartition("-")
    if not upstream:
        upstream, revision = rest, ""
    return NUMBER[epoch or ""] + _part(upstream) + _part(revision or "0")


def _part(text: str) -> bytes:
    runs = _RUN.findall(text)
    return b"".join(map(_RUNS.__getitem__, runs)) + _LAST
