"""Paragraphs of `Field: value` lines, as dpkg and opkg write them. Source: deb822(5)."""

from collections.abc import Iterator

_LONGEST_FIELD = 4096


def paragraphs(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(offset in characters, fields by lower-case name) of each paragraph; continuation lines are left
    out, what is no field is skipped."""
    fields: dict[str, str] = {}
    start = at = 0
    for line in text.splitlines(keepends=True):
        if not line.strip():
            if fields:
                yield start, fields
            fields = {}
        elif not line[0].isspace():
            name, colon, value = line.partition(":")
            if colon:
                if not fields:
                    start = at
                fields.setdefault(name.strip().lower(), value.strip()[:_LONGEST_FIELD])
        at += len(line)
    if fields:
        yield start, fields
