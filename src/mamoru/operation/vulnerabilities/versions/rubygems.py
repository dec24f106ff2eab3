"""Ruby gems: numbers and words, a word before a number and before the end (1.0.a before 1.0).

A part that is not there counts as 0. Source: RubyGems, Gem::Version.
"""

import re

from mamoru.operation.vulnerabilities.versions.spelling import END, NUMBER, ZEROS

ORDER = ("rubygems",)
_FORM = re.compile(r"[0-9]+(?:\.[0-9A-Za-z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?|[0-9]+[0-9A-Za-z]*")
_PART = re.compile(r"[0-9]+|[A-Za-z]+")
_WORD, _AFTER_ZEROS = b"\x10", b"\x30"


def key(version: str) -> bytes | None:
    """The key; None where it is no version of a gem."""
    text = version.strip()
    if not _FORM.fullmatch(text):
        return None
    written = bytearray()
    zeros = 0
    for part in _PART.findall(text.replace("-", ".pre.")):
        if part[0] > "9":
            # so many zeros more than another are nearer to the end, which is zeros for ever
            written += _WORD + bytes([min(zeros, 255)]) + part.encode() + b"\0"
            zeros = 0
        elif (number := NUMBER[part]) == ZEROS:
            zeros += 1
        else:
            written += _AFTER_ZEROS + bytes([255 - min(zeros, 255)]) + number
            zeros = 0
    return bytes(written + END)
