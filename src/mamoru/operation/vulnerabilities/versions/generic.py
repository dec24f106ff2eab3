"""Versions of no declared scheme: numbers and words part by part, as makers of C software count.

What announces a release is older than it (`1.0rc1`, `1.0-beta2`, `2.13.0-dev`, `1.0b1` before `1.0`), a
letter or a patch level is newer (`1.0a`, `9d`, `4.2.8p15`). `1.0` and `1.0.0` are the same, as are `1.0-p1`
and `1.0p1`. Behind a plus sign a number counts (`6.2+20201114`), a word is the build's and does not (but
`+security-01`). A letter before the first number is passed over (`v1.2`, `n4.4`, `r12.52`).
`1.2.*` is the end of the series 1.2.
"""

import re

from mamoru.operation.vulnerabilities.versions.spelling import (
    EARLY,
    END,
    NUMBER,
    TILDE,
    ZEROS,
    release,
    series,
    word,
)

ORDER = ("generic", "patch-letter")
_STRANGE = re.compile(r"[^0-9a-z._+~:()\[\]/ -]|^[0-9]+:|^[a-z]+ |^[0-9a-f]{32,}$")
_PREFIX = re.compile(r"(?:version|release|ver|rel|[a-z])[-_. ]*(?=[0-9])")
_BUILD = re.compile(r"\+(?![0-9]|security).*")
_LETTER_EARLY = re.compile(r"(?:(?<=[0-9._-])[ab]|(?<=[0-9][.-])m)(?=(?:0|[1-9][0-9]?)(?![0-9]))")
_LETTERS = {"a": "alpha", "b": "beta", "m": "milestone"}
_PART = re.compile(r"[0-9]+|[a-z]+|~(?![a-z])|~[a-z]+")
_EARLY = {
    "dev": 0, "devel": 0, "snapshot": 0, "nightly": 0, "canary": 0, "unstable": 0, "latest": 0,
    "next": 0, "eap": 0, "ea": 0, "test": 1,
    "alpha": 2, "beta": 3, "milestone": 3, "pre": 4, "preview": 4, "prerelease": 4, "rc": 5, "cr": 5,
    "candidate": 5,
}  # fmt: skip
_SAME = frozenset({"final", "ga", "release"})  # they only say that it is the release


def key(version: str) -> bytes | None:
    """The key; None where there is no number, or the text is a commit or more than one version."""
    if _dotted(version):
        return release(version) + END
    text = version.strip().lower()
    if prefix := _PREFIX.match(text):
        text = text[prefix.end() :]
    if text.endswith(".*") and _dotted(text[:-2]):
        return series(text[:-2])
    if _STRANGE.search(text):
        return None
    if "+" in text:
        text = _BUILD.sub("", text)
    if "a" in text or "b" in text or "m" in text:
        text = _LETTER_EARLY.sub(lambda letter: _LETTERS[letter[0]], text)
    return _spelt(_PART.findall(text))


def _dotted(text: str) -> bool:
    return text.isascii() and text.replace(".", "").isdigit()


def _word(part: str) -> bytes:
    name = part.removeprefix("~")
    if name in _EARLY:
        return EARLY + bytes([_EARLY[name]])
    return (b"" if name == part else TILDE) + (word(name) if name else b"")


def _spelt(parts: list[str]) -> bytes | None:
    written = b""
    numbers = False
    for part in parts:
        if part[0] <= "9":
            written += NUMBER[part]
            numbers = True
        elif part not in _SAME:
            written = written.rstrip(ZEROS) + _word(part)
    return written.rstrip(ZEROS) + END if numbers else None
