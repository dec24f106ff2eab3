"""Python packages: epoch, release, `a`/`b`/`rc`, `.post`, `.dev`, `+local`; what is older than PEP 440 comes
before everything, in the order that setuptools gave it.

Source: PEP 440, "Version scheme"; setuptools before 66, `LegacyVersion`.
"""

import re

from mamoru.operation.vulnerabilities.versions.spelling import NUMBER, release, series

ORDER = ("pep440",)
_FORM = re.compile(
    r"v?(?:([0-9]+)!)?([0-9]+(?:\.[0-9]+)*)(\.\*)?"
    r"(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?([0-9]+)?)?"
    r"(?:(?:-([0-9]+))|(?:[-_.]?(post|rev|r)[-_.]?([0-9]+)?))?"
    r"(?:[-_.]?(dev)[-_.]?([0-9]+)?)?"
    r"(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?"
)
_LEGACY = re.compile(r"[0-9a-z._+!-]*")
_LEGACY_PART = re.compile(r"[0-9]+|[a-z]+|\.|-")
_STAGE = {"a": 1, "alpha": 1, "b": 2, "beta": 2, "c": 3, "rc": 3, "pre": 3, "preview": 3}
_WORDS = {"pre": "c", "preview": "c", "rc": "c", "dev": "@", "-": "final-"}
_BEFORE, _VERSION = b"\x01", b"\x02"
_DEV_ONLY, _NO_STAGE = b"\x00", b"\x09"
_DEV, _NO_DEV = b"\x01", b"\x02"
_NO_POST, _POST = b"\x01", b"\x02"
_NO_LOCAL, _LOCAL_WORD, _LOCAL_NUMBER = b"\x01", b"\x02", b"\x03"


def key(version: str) -> bytes | None:
    """The key; None where it has signs that no version of a Python package ever had."""
    text = version.strip().lower()
    form = _FORM.fullmatch(text)
    if form is None:
        return _legacy(text)
    epoch, numbers, every, stage, stage_count, implicit, post, post_count, dev, dev_count, local = (
        form.groups()
    )
    written = _VERSION + NUMBER[epoch or ""]
    if every:
        return written + series(numbers)
    written += release(numbers)
    after = post or implicit
    if stage:
        written += bytes([_STAGE[stage]]) + NUMBER[stage_count or ""]
    else:
        written += _DEV_ONLY if dev and not after else _NO_STAGE
    written += _POST + NUMBER[implicit or post_count or ""] if after else _NO_POST
    written += _DEV + NUMBER[dev_count or ""] if dev else _NO_DEV
    return written + (_local(local) if local else b"") + _NO_LOCAL


def _local(text: str) -> bytes:
    parts = re.split("[-_.]", text)
    return b"".join(
        _LOCAL_NUMBER + NUMBER[p] if p.isdigit() else _LOCAL_WORD + p.encode() + b"\0" for p in parts
    )


def _legacy(text: str) -> bytes | None:
    if not text or not _LEGACY.fullmatch(text):
        return None
    parts: list[str] = []
    for part in [*_LEGACY_PART.findall(text), "final"]:
        if part == ".":
            continue
        part = _WORDS.get(part, part)
        part = part.zfill(8) if part.isdigit() else f"*{part}"
        if part[0] == "*":
            while parts and part < "*final" and parts[-1] == "*final-":
                parts.pop()
            while parts and parts[-1] == "00000000":
                parts.pop()
        parts.append(part)
    return _BEFORE + b"".join(part.encode() + b"\0" for part in parts)
