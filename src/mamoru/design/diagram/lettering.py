"""How wide a text is in the picture, and how it is cut into lines that fit their box."""

import unicodedata
from functools import cache

from mamoru.assessment.report.plain_text import plain

ELLIPSIS = "…"
BREAKS, CLOSING = " .-/", "、。，．）」』・ー"
_WIDE, _CAPITAL, _SMALL, _NARROW = 1.0, 0.8, 0.68, 0.4


def width(text: str, size: float) -> float:
    """An upper estimate of the width of `text` in units of the picture, at letters of `size`."""
    return size * sum(_em(character) for character in text)


def lines(text: str, room: float, size: float, most: int) -> tuple[str, ...]:
    """`text` in at most `most` lines that fit into `room`; what is left over ends in an ellipsis."""
    rest = " ".join(plain(text).split())
    found: list[str] = []
    while rest and len(found) < most:
        fits = _fitting(rest, room, size)
        if fits < len(rest):
            if len(found) == most - 1:
                found.append(_shortened(rest, room, size))
                break
            fits = _break(rest, fits)
        found.append(rest[:fits].rstrip())
        rest = rest[fits:].lstrip()
    return tuple(found)


def _break(text: str, fits: int) -> int:
    """Where to end a line of at most `fits` characters: after a space, a point or a hyphen in its second
    half, and never so that the next one begins with a mark that closes."""
    after = max(text.rfind(mark, fits // 2, fits) for mark in BREAKS) + 1
    end = after if after > fits // 2 else fits
    while end > 1 and text[end] in CLOSING:
        end -= 1
    return end


def _fitting(text: str, room: float, size: float) -> int:
    """How many characters of `text` fit, one at least."""
    used = 0.0
    for n, character in enumerate(text):
        used += size * _em(character)
        if used > room:
            return max(n, 1)
    return len(text)


def _shortened(text: str, room: float, size: float) -> str:
    if width(text, size) <= room:
        return text
    return text[: _fitting(text, room - size, size)].rstrip() + ELLIPSIS


@cache
def _em(character: str) -> float:
    if unicodedata.combining(character):
        return 0.0
    if unicodedata.east_asian_width(character) in "WFA":
        return _WIDE
    if character in " .,:;!|'()[]il-":
        return _NARROW if character != "-" else 0.5
    return _CAPITAL if character.isupper() or character in "mwMW@%&" else _SMALL
