"""`mamoru catalog list`: the standards, and the points of one."""

import argparse

from mamoru.cli.output import emit
from mamoru.language import Lang, Text

NAME = ("catalog", "list")
HELP = Text("ガイドと基準の一覧。IDを指定するとその項目の一覧", "list the standards, or the points of one")
FORMATS = ("text", "json")
ID = Text("基準のID（例: guide）", "id of a standard (example: guide)")
POINTS = Text("{n}項目", "{n} points")


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("id", nargs="?", metavar="ID", help=ID[lang])


def run(options: argparse.Namespace) -> int:
    """List standards, or a standard's requirements."""
    import msgspec

    from mamoru.catalog import catalog
    from mamoru.jobs.release.standards import chosen_standards

    lang = options.lang
    standards = (
        [s for s in chosen_standards([options.id]) if s.id == options.id]
        if options.id
        else catalog().standards
    )
    if options.format == "json":
        body = {
            "schema": "mamoru/catalog-list/1",
            "standards": [
                {
                    "id": s.id,
                    "edition": s.edition,
                    "title": s.title,
                    "requirements": [{"id": f"{s.id}:{r.id}", "title": r.title} for r in s.requirements],
                }
                for s in standards
            ],
        }
        emit(msgspec.json.format(msgspec.json.encode(body), indent=2).decode(), options.output)
        return 0
    if options.id:
        lines = [f"{s.id}:{r.id:<10} {r.title[lang]}" for s in standards for r in s.requirements]
    else:
        lines = [
            f"{s.id:<14} {POINTS.fill(n=len(s.requirements))[lang]:>10}  {s.title[lang]}（{s.edition}）"
            if lang is Lang.JA
            else f"{s.id:<14} {POINTS.fill(n=len(s.requirements))[lang]:>10}  {s.title[lang]} ({s.edition})"
            for s in standards
        ]
    emit("\n".join(lines), options.output)
    return 0
