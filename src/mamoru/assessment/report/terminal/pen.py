"""How the terminal form writes: colour or none, signs or letters, a width in cells."""

import re

import msgspec

from mamoru.assessment.report import plain_text
from mamoru.assessment.report.signs import SEVERITIES, SEVERITY_SGR, STATES
from mamoru.assessment.result import State
from mamoru.evidence import Severity
from mamoru.language import Lang, Text

_SGR = re.compile(r"\x1b\[[0-9;]*m")
PLAIN = {"…": "..", "·": "-", "–": "-", "—": "-", "→": "->", "“": '"', "”": '"', "‘": "'", "’": "'", "−": "-"}
"""What stands for a character where there are letters only."""

_LETTERS = str.maketrans(PLAIN)
BOLD, DIM, BRAND = "1", "2", "34"
MIN_PLACE = 12  # cells that are left of a place beside what names it


class Style(msgspec.Struct, frozen=True, kw_only=True):
    """What a terminal can show. `unicode` off gives letters for signs; `verbose` lists every
    requirement; `written` is the path of the HTML report where one was written, `place` the workspace
    where that is not the folder the user is in, `command` the word with which Mamoru was called."""

    colour: bool = False
    unicode: bool = True
    width: int = 80
    verbose: bool = False
    written: str | None = None
    place: str | None = None
    command: str = "mamoru"


class Pen:
    """Writes texts in one language and one style. Every foreign text passes `said` or `raw`."""

    def __init__(self, lang: Lang, style: Style) -> None:
        self.lang = lang
        self.style = style
        self.width = max(style.width, 40)
        self.ellipsis = "…" if style.unicode else ".."
        self.dot = " · " if style.unicode else " - "

    def said(self, text: Text, **values: object) -> str:
        """`text` in the language of this pen, its places filled."""
        filled = {k: v[self.lang] if isinstance(v, Text) else v for k, v in values.items()}
        return self.raw(text[self.lang].format(**filled) if values else text[self.lang])

    def raw(self, text: str) -> str:
        """A text that is the same in every language, made harmless."""
        harmless = plain_text.plain(text)
        return harmless if self.style.unicode else harmless.translate(_LETTERS)

    def inked(self, text: str, sgr: str) -> str:
        """`text` in a colour or weight, where the terminal shows any."""
        return f"\x1b[{sgr}m{text}\x1b[0m" if self.style.colour and text else text

    def sign(self, state: State) -> str:
        """The sign of a state, coloured."""
        mark = STATES[state]
        return self.inked(mark.sign if self.style.unicode else mark.letters, mark.sgr)

    def signs(self, states: list[State]) -> str:
        """The signs of several states; letters are kept apart by a space."""
        return ("" if self.style.unicode else " ").join(self.sign(state) for state in states)

    def word(self, state: State) -> str:
        """The word of a state, coloured."""
        return self.inked(self.said(STATES[state].word), STATES[state].sgr)

    def severity(self, severity: Severity) -> str:
        """The word of a severity, coloured."""
        return self.inked(self.said(SEVERITIES[severity]), SEVERITY_SGR[severity])

    def cells(self, text: str) -> int:
        """The width of `text`, its colours not counted."""
        return plain_text.cells(_SGR.sub("", text))

    def padded(self, text: str, width: int) -> str:
        """`text` with spaces up to `width` cells."""
        return text + " " * max(0, width - self.cells(text))

    def cut(self, text: str, width: int) -> str:
        """Uncoloured `text` in at most `width` cells."""
        return plain_text.cut(text, width, self.ellipsis)

    def ending(self, text: str, width: int) -> str:
        """The end of uncoloured `text` in at most `width` cells: of a path the part that tells."""
        if self.cells(text) <= width:
            return text
        while text and self.cells(self.ellipsis + text) > width:
            text = text[1:]
        return self.ellipsis + text

    def beside(self, place: str, ids: str, width: int) -> str:
        """A place and what it is named by, in at most `width` cells: the place gives way."""
        room = width - self.cells(self.dot + ids)
        return self.cut(self.ending(place, max(room, MIN_PLACE)) + self.dot + ids, width) if place else ids

    def apart(self, left: str, right: str) -> str:
        """`left` and `right` at the two ends of a line; `left` is uncoloured and gives way."""
        room = self.width - self.cells(right) - 2
        return self.padded(self.cut(left, room), room + 2) + right if right else self.cut(left, self.width)

    def paragraph(self, text: str, indent: int, most: int | None = None) -> list[str]:
        """Uncoloured `text` in lines below each other, indented."""
        lines = plain_text.wrapped(text, self.width - indent, most, self.ellipsis)
        return [" " * indent + line for line in lines]
