"""Versions of no declared scheme: numbers and words part by part, as most makers of C software count.

A release candidate, beta or other early word is older than the release (`1.0rc1` before `1.0`), a
letter or a patch level is newer (`1.0a`, `1.0p1` after `1.0`). `1.0` and `1.0.0` are the same.
"""

import re

ORDER = ("generic",)
_PART = re.compile(r"\d+|[a-z]+")
_EARLY = {"dev": 0, "snapshot": 0, "pre": 1, "alpha": 2, "beta": 3, "preview": 3, "rc": 4, "cr": 4, "test": 1}
_END, _EARLIER, _WORD, _NUMBER = b"\x20", b"\x10", b"\x30", b"\x40"


def key(version: str) -> bytes | None:
    """The key; None where there is no number at all."""
    parts = _PART.findall(version.lower().split("+")[0].removeprefix("v"))
    while len(parts) > 1 and parts[-1].isdigit() and not parts[-1].strip("0"):
        parts.pop()
    if not any(part.isdigit() for part in parts):
        return None
    written = bytearray()
    for part in parts:
        if part.isdigit():
            digits = part.lstrip("0")
            written += _NUMBER + bytes([min(len(digits), 255)]) + digits.encode()
        elif part in _EARLY:
            written += _EARLIER + bytes([_EARLY[part]])
        else:
            written += _WORD + part.encode() + b"\0"
    return bytes(written + _END)
