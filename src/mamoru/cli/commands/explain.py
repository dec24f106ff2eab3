"""`mamoru explain ID`: anything that has an id."""

import argparse
from pathlib import Path

from mamoru.cli.output import emit
from mamoru.language import Lang, Text

NAME = ("explain",)
HELP = Text(
    "項目・検査などのIDについて、何が求められ、なぜその判定かを説明する",
    "explain anything that has an id: what is asked, and why it stands as it does",
)
FORMATS = ("text", "json")
ID = Text(
    "ID（例: 1A.1、guide:M6.5、FW-CRED-001、no-shared-credential）",
    "an id (example: 1A.1, guide:M6.5, FW-CRED-001, no-shared-credential)",
)
PATH = Text(
    "ワークスペースのフォルダー（既定: いまのフォルダー）", "the workspace folder (default: this folder)"
)


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("id", metavar="ID", help=ID[lang])
    parser.add_argument("path", nargs="?", type=Path, default=Path(), metavar="DIR", help=PATH[lang])


def run(options: argparse.Namespace) -> int:
    """Tell what is known of the id; 0 when it could be told."""
    import msgspec

    from mamoru.examination import is_workspace, workspace_root
    from mamoru.examination.explain import explain
    from mamoru.examination.writing import last_results

    reports = last_results(workspace_root(options.path)) if is_workspace(options.path) else []
    told = explain(options.id, reports)
    if options.format == "json":
        body = {"schema": "mamoru/explain/1", **msgspec.to_builtins(told)}
        emit(msgspec.json.format(msgspec.json.encode(body), indent=2).decode(), options.output)
        return 0
    lines = [f"{told.id}  {told.title[options.lang]}"]
    for section in told.sections:
        lines += ["", section.heading[options.lang]]
        lines += [f"  {line[options.lang]}" for line in section.lines]
    emit("\n".join(lines), options.output)
    return 0
