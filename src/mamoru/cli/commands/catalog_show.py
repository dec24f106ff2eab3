"""`mamoru catalog show ID`: one standard, measure, requirement, claim or case, as catalogued."""

import argparse

from mamoru.cli.output import emit
from mamoru.language import Lang, Text

NAME = ("catalog", "show")
HELP = Text("基準・項目・主張・事例を一つ表示する", "show one standard, point, claim or case")
FORMATS = ("text", "json")
ID = Text(
    "ID（例: guide、guide:1A.1、en-303-645:5.1-1）", "an id (example: guide, guide:1A.1, en-303-645:5.1-1)"
)


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("id", metavar="ID", help=ID[lang])


def run(options: argparse.Namespace) -> int:
    """Show it, without any result."""
    import msgspec

    from mamoru.jobs.explain.item import STANDS, explain

    told = explain(options.id, [])
    sections = [section for section in told.sections if section.heading != STANDS]
    if options.format == "json":
        body = {"schema": "mamoru/catalog-show/1", "id": told.id, "title": told.title, "sections": sections}
        emit(msgspec.json.format(msgspec.json.encode(body), indent=2).decode(), options.output)
        return 0
    lines = [f"{told.id}  {told.title[options.lang]}"]
    for section in sections:
        lines += ["", section.heading[options.lang], *(f"  {line[options.lang]}" for line in section.lines)]
    emit("\n".join(lines), options.output)
    return 0
