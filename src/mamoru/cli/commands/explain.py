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

PRODUCT = Text("製品の識別名（いくつもあるとき）", "id of the product, where there are several")
RELEASE = Text("版（既定: 最新）", "release (default: the latest)")


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("id", metavar="ID", help=ID[lang])
    parser.add_argument("path", nargs="?", type=Path, default=Path(), metavar="DIR", help=PATH[lang])
    parser.add_argument("--product", metavar="ID", help=PRODUCT[lang])
    parser.add_argument("--release", metavar="VERSION", help=RELEASE[lang])


def run(options: argparse.Namespace) -> int:
    """Tell what is known of the id; 0 when it could be told."""
    import msgspec

    from mamoru.assessment.report.terminal.pen import Pen
    from mamoru.cli.presenting import terminal_style
    from mamoru.cli.screens.explain import explanation_lines
    from mamoru.jobs.vulns.naming import is_vulnerability

    told = _vulnerability(options) if is_vulnerability(options.id) else _point(options)
    if options.format == "json":
        body = {"schema": "mamoru/explain/1", **msgspec.to_builtins(told)}
        emit(msgspec.json.format(msgspec.json.encode(body), indent=2).decode(), options.output)
        return 0
    pen = Pen(options.lang, terminal_style(options))
    emit("\n".join(explanation_lines(told, pen)), options.output)
    return 0


def _point(options: argparse.Namespace) -> "Explanation":
    from mamoru.jobs.explain.item import explain
    from mamoru.jobs.explain.results import results_here

    return explain(options.id, results_here(options.path, product=options.product, release=options.release))


def _vulnerability(options: argparse.Namespace) -> "Explanation":
    from mamoru.jobs.explain.vulnerability import explain_vulnerability
    from mamoru.jobs.vulns.match import components_here
    from mamoru.operation.vulnerabilities.store.opening import current_store

    components, around = components_here(
        options.path, progress(options.lang), product=options.product, release=options.release
    )
    with current_store() as store:
        day = datetime.now(UTC).astimezone().date()
        return explain_vulnerability(options.id, components, store, on=day, around=around)
