"""`mamoru evidence acknowledge`: a named person says that a loss is known."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from mamoru.cli.output import emit
from mamoru.language import Lang, Text

NAME = ("evidence", "acknowledge")
HELP = Text(
    "失われた記録を、名前と理由を添えて認める", "acknowledge a known loss, with a name and the reason"
)
FORMATS = ("text", "json")
PATH = Text("ワークスペースのフォルダー", "the workspace folder")
FILES = Text(
    "mamoru evidence verify が挙げたファイル（なければすべて）",
    "files as mamoru evidence verify names them (all, where none is given)",
)
BY = Text("認める人の名前", "who acknowledges it")
REASON = Text("理由", "the reason")
DONE = Text(
    "{by} が{n}件を認めたことを記録しました。記録は数えないままです。",
    "Kept that {by} acknowledges {n} fault(s). The records still do not count.",
)


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("path", type=Path, metavar="DIR", help=PATH[lang])
    parser.add_argument("files", nargs="*", metavar="FILE", help=FILES[lang])
    parser.add_argument("--by", required=True, metavar="NAME", help=BY[lang])
    parser.add_argument("--reason", required=True, metavar="TEXT", help=REASON[lang])


def run(options: argparse.Namespace) -> int:
    """Keep the acknowledgement and tell what it covers."""
    import msgspec

    from mamoru.evidence.verifying import acknowledge
    from mamoru.product.places import workspace_root

    now = datetime.now(UTC).replace(microsecond=0)
    told = acknowledge(
        workspace_root(options.path), options.files, by=options.by, reason=options.reason,
        on=now.astimezone().date(), at=now,
    )  # fmt: skip
    if options.format == "json":
        body = {"schema": "mamoru/evidence-acknowledge/1", "by": options.by, "faults": told}
        emit(msgspec.json.format(msgspec.json.encode(body), indent=2).decode(), options.output)
    else:
        lines = [DONE.fill(by=options.by, n=len(told))[options.lang]]
        lines += [f"  {fault.file}: {fault.what[options.lang]}" for fault in told]
        emit("\n".join(lines), options.output)
    return 0
