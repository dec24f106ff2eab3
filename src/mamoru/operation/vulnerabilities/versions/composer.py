"""PHP packages (Composer, Packagist): numbers and words part by part, as PHP's `version_compare` does.

Words before a release: `dev`, `alpha`, `beta`, `RC`; `p` or `pl` after it; a word that is none of these is before
all, as a branch (`dev-main`) is. `1.0` is before `1.0.0`. PHP's `#` equals every number, so that it has no place
in an order: what holds it has no key. Source: the PHP manual, `version_compare`; Composer, "Versions and
constraints".
"""

import re

from mamoru.operation.vulnerabilities.versions.spelling import NUMBER

ORDER = ("composer",)
_FORM = re.compile(r"[0-9A-Za-z._+-]+")
_PART = re.compile(r"[0-9]+|[A-Za-z]+")
_RANK = {"dev": 1, "alpha": 2, "a": 2, "beta": 3, "b": 3, "RC": 4, "rc": 4, "pl": 7, "p": 7}
_STRANGE, _END, _NUMBER = b"\x00", b"\x05", b"\x06"


def key(version: str) -> bytes | None:
    """The key; None where it has signs that no version has, or no number."""
    text = version.strip().removeprefix("v").removeprefix("V")
    if text.startswith("dev-"):
        return _STRANGE + text.encode()  # a branch, which is before every release
    if not _FORM.fullmatch(text) or not any(sign.isdigit() for sign in text):
        return None
    return b"".join(_spelt(part) for part in _PART.findall(text)) + _END


def _spelt(part: str) -> bytes:
    if part[0].isdigit():
        return _NUMBER + NUMBER[part]
    return bytes([_RANK[part]]) if part in _RANK else _STRANGE
