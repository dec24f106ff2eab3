"""Foreign text made harmless, counted in cells, and cut or wrapped to a width."""

import unicodedata
from collections.abc import Iterator

ELLIPSIS = "…"
_OPENING = "「『（([｛{"
_NOT_FIRST = "、。，．・：；？！」』）)］]｝}〉》ー…%％々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"
_KEPT_TOGETHER = "/.-_:@#~+=&?%"  # paths, versions, commands


def plain(text: str) -> str:
    """`text` with everything that steers a terminal or turns the reading direction made visible.

    Control, format, surrogate and private characters become `\\x1b` or `\\u202e`; a line break or a
    tab becomes one space, so that one value stays on one line.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c in "\n\t" else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def cells(text: str) -> int:
    """The width of `text` on a terminal: two for wide and full-width characters, none for combining
    ones (Unicode Standard Annex 11; ambiguous characters count one)."""
    return len(text) if text.isascii() else sum(_cell(c) for c in text)


def _cell(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, width: int, mark: str = ELLIPSIS) -> str:
    """`text` in at most `width` cells, with `mark` where something was left out."""
    if cells(text) <= width:
        return text
    kept, used, room = [], 0, max(0, width - cells(mark))
    for character in text:
        used += _cell(character)
        if used > room:
            break
        kept.append(character)
    return ("".join(kept).rstrip() + mark)[: max(width, 0)]


def padded(text: str, width: int) -> str:
    """`text` with spaces up to `width` cells."""
    return text + " " * max(0, width - cells(text))


def wrapped(text: str, width: int, most: int | None = None, mark: str = ELLIPSIS) -> list[str]:
    """`text` in lines of at most `width` cells, at most `most` of them.

    Japanese breaks between any two characters, save that a line neither begins with a closing mark
    nor ends with an opening one; Latin words, paths and numbers stay whole where they fit.
    """
    lines, line = [], ""
    for word in _words(text):
        if not line and word == " ":
            continue
        if cells(line) + cells(word) <= width:
            line += word
            continue
        if line.strip():
            lines.append(line.rstrip())
        line = "" if word == " " else word
        while cells(line) > width:
            head = cut(line, width, "")
            lines.append(head)
            line = line[len(head) :]
    if line.strip():
        lines.append(line.rstrip())
    if most is not None and len(lines) > most:
        return [*lines[: most - 1], cut(lines[most - 1] + " " + lines[most], width, mark)]
    return lines


def _words(text: str) -> Iterator[str]:
    """The pieces of `text` between which a line may break."""
    word = ""
    for character in text:
        if word and _may_break(word[-1], character):
            yield word
            word = ""
        word += character
    if word:
        yield word


def _may_break(before: str, after: str) -> bool:
    if before == " " or after == " ":
        return True
    if after in _NOT_FIRST or before in _OPENING:
        return False
    narrow = _cell(before) == 1 and _cell(after) == 1
    return not (narrow or (before in _KEPT_TOGETHER and after in _KEPT_TOGETHER))


def size(count: int) -> str:
    """A number of bytes as a person reads it: `512 B`, `64 KiB`, `15.2 MiB`."""
    if count < 1024:
        return f"{count} B"
    if count < 1 << 20:
        return f"{count / 1024:.1f}".removesuffix(".0") + " KiB"
    return f"{count / (1 << 20):.1f}".removesuffix(".0") + " MiB"
