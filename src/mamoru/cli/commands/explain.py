"""`mamoru explain ID`: anything that has an id."""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mamoru.cli.output import emit, progress
from mamoru.language import Lang, Text

if TYPE_CHECKING:
    from mamoru.jobs.explain.explanation import Explanation

NAME = ("explain",)
HELP = Text(
    "項目・検査などのIDについて、何が求められ、なぜその判定かを説明する",
    "explain anything that has an id: what is asked, and why it stands as it does",
)
FORMATS = ("text", "json")
ID = Text(
    "ID（例: 1A.1、guide:M6.5、FW-CRED-001、no-shared-credential、CVE-2022-0778）",
    "an id (example: 1A.1, guide:M6.5, FW-CRED-001, no-shared-credential, CVE-2022-0778)",
)
PATH = Text(
    "ワークスペースのフォルダー（既定: いまのフォルダー）。脆弱性なら部品表やイメージでもよい",
    "the workspace folder (default: this folder); of a vulnerability also an SBOM or image",
)


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("id", metavar="ID", help=ID[lang])
    parser.add_argument("path", nargs="?", type=Path, default=Path(), metavar="DIR", help=PATH[lang])


def run(options: argparse.Namespace) -> int:
    """Tell what is known of the id; 0 when it could be told."""
    import msgspec

    from mamoru.jobs.explain.vulnerability import is_vulnerability

    told = _vulnerability(options) if is_vulnerability(options.id) else _point(options)
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


def _point(options: argparse.Namespace) -> "Explanation":
    from mamoru.jobs import is_workspace, workspace_root
    from mamoru.jobs.check.writing import last_results
    from mamoru.jobs.explain.item import explain

    reports = last_results(workspace_root(options.path)) if is_workspace(options.path) else []
    return explain(options.id, reports)


def _vulnerability(options: argparse.Namespace) -> "Explanation":
    from mamoru.jobs.explain.vulnerability import explain_vulnerability
    from mamoru.jobs.vulns.match import components_here
    from mamoru.operation.vulnerabilities.store.opening import current_store

    components, around = components_here(options.path, progress(options.lang))
    with current_store() as store:
        day = datetime.now(UTC).astimezone().date()
        return explain_vulnerability(options.id, components, store, on=day, around=around)
