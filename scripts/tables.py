"""Markdown for generated pages: tables, and cells that cannot break them."""

from collections.abc import Iterable, Sequence

GENERATED = "<!-- scripts/generate.py がつくるページです。直接は書き換えません。 Generated: do not edit. -->"


def cell(text: str) -> str:
    """`text` as it can stand in a table's cell: one line, no bar."""
    return " ".join(text.split()).replace("|", "\\|")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a line break after it."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell(text) for text in line) + " |" for line in lines) + "\n"
