"""Settings of many forms read alike: ini, conf, UCI, JSON, XML, YAML, properties, NVRAM dumps.

Line by line, without a grammar: a device's files are often none that a strict parser takes.
"""

import re
from collections.abc import Iterator

import msgspec

from mamoru.verification.firmware.facts.texts import TextFile

_COMMENT = ("#", ";", "//", "--", "*", "!", "/*", "REM ")
_SECTION = re.compile(r"^\s*\[+([^\]\[]{1,100})\]+\s*$")
_UCI_SECTION = re.compile(r"^\s*config\s+['\"]?([\w-]{1,60})['\"]?(?:\s+['\"]?([\w-]{1,60}))?")
_BLOCK = re.compile(r"^\s*['\"]?([\w.-]{1,60})['\"]?\s*[=:]?\s*\{\s*$")
_YAML_BLOCK = re.compile(r"^([\w.-]{1,60}):\s*$")
_UCI_OPTION = re.compile(
    r"^\s*(?:option|list)\s+['\"]?([\w.-]{1,80})['\"]?\s+(?:'([^']*)'|\"([^\"]*)\"|(\S+))"
)
_QUOTED_PAIR = re.compile(
    r"[\"']([\w.:/ -]{1,80})[\"']\s*(?:=>|[:=])\s*(?:\"([^\"]{0,400})\"|'([^']{0,400})'|(-?\d{1,20}|true|false|null))"
)
_ELEMENT = re.compile(r"<([\w.:-]{1,80})(?:\s[^<>]{0,300})?>([^<>]{0,400})</")
_ATTRIBUTE = re.compile(r"\b([\w.:-]{1,80})\s*=\s*(?:\"([^\"<>]{0,400})\"|'([^'<>]{0,400})')")
_NAMED_VALUE = re.compile(
    r"\bname\s*=\s*[\"']([^\"']{1,80})[\"'][^<>]{0,200}?\bvalue\s*=\s*[\"']([^\"']{0,400})[\"']", re.I
)
_PLAIN = re.compile(
    r"^\s*(?:export\s+|set\s+|local\s+)?([A-Za-z_][\w.\-/:@]{0,79}?)\s*(?:\+?=|:(?=\s|$))\s*(.*)$"
)
_SPACED = re.compile(r"^\s*([A-Za-z_][\w.-]{1,60})\s+(\S.*)$")


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One key and its value; `line` counts from 1, `text` is the whole line, `section` the nearest
    heading or block above ("" for none)."""

    key: str
    value: str
    line: int
    text: str
    section: str = ""


def settings(file: TextFile) -> Iterator[Setting]:
    """The settings in `file`, comments left out."""
    section = ""
    for number, line in _uncommented(file):
        if (
            found := _SECTION.match(line)
            or _UCI_SECTION.match(line)
            or _BLOCK.match(line)
            or _YAML_BLOCK.match(line)
        ):
            section = " ".join(part for part in found.groups() if part)
            continue
        for key, value in pairs(line):
            yield Setting(key=key, value=value, line=number, text=line, section=section)


def _uncommented(file: TextFile) -> Iterator[tuple[int, str]]:
    text = file.text
    if "<!--" in text:
        text = _without_xml_comments(text)
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip() and len(line) <= 4096 and not line.lstrip().startswith(_COMMENT):
            yield number, line


def _without_xml_comments(text: str) -> str:
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start)
        end = len(text) if end < 0 else end + 3
        kept += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end
    return "".join((*kept, text[at:]))


def pairs(line: str) -> list[tuple[str, str]]:
    """The keys and values on one line."""
    if uci := _UCI_OPTION.match(line):
        return [(uci[1], uci[2] or uci[3] or uci[4] or "")]
    if "<" in line and ">" in line:
        named = [(hit[1], hit[2]) for hit in _NAMED_VALUE.finditer(line)]
        elements = [(hit[1], hit[2].strip()) for hit in _ELEMENT.finditer(line)]
        return (
            named
            + elements
            + ([] if named else [(h[1], h[2] or h[3] or "") for h in _ATTRIBUTE.finditer(line)])
        )
    if quoted := [(hit[1], hit[2] or hit[3] or hit[4] or "") for hit in _QUOTED_PAIR.finditer(line)]:
        return quoted
    if plain := _PLAIN.match(line):
        return [(plain[1], unquoted(plain[2]))]
    spaced = _SPACED.match(line)
    return [(spaced[1], unquoted(spaced[2]))] if spaced else []


def unquoted(value: str) -> str:
    """A value without its quotes, trailing comma or semicolon, and trailing comment."""
    value = value.strip()
    if value[:1] in "\"'" and value[:1]:
        end = value.find(value[0], 1)
        return value[1:end] if end > 0 else value[1:]
    for mark in (" #", " ;", "\t#"):
        value = value.split(mark, 1)[0]
    return value.rstrip(",; \t")
