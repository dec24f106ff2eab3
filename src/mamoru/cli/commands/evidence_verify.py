"""`mamoru evidence verify`: is the evidence of a workspace whole?"""

import argparse
from pathlib import Path

from mamoru.cli.output import emit
from mamoru.language import Lang, Text

NAME = ("evidence", "verify")
HELP = Text("証跡に破損・書き換え・欠落がないか確かめる", "tell what evidence is damaged, edited or missing")
FORMATS = ("text", "json")
PATH = Text(
    "ワークスペースのフォルダー（既定: いまのフォルダー）", "the workspace folder (default: this folder)"
)
KEY = Text("この公開鍵（16進）による封印があることを確かめる", "require a seal by this public key (hex)")
NONE = Text(
    "証跡はまだありません（mamoru check でできます）。", "There is no evidence yet (mamoru check makes it)."
)
WHOLE = Text(
    "証跡は揃っています: {n}回分の記録、{seals}個の封印、ダイジェスト {head}",
    "The evidence is whole: {n} run(s), {seals} seal(s), head {head}",
)
FAULTY = Text("証跡に問題があります: {n}件", "The evidence has {n} fault(s):")


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("path", nargs="?", type=Path, default=Path(), metavar="DIR", help=PATH[lang])
    parser.add_argument("--key", metavar="HEX", help=KEY[lang])


def run(options: argparse.Namespace) -> int:
    """List the faults; status 1 where there is one that matters."""
    import msgspec

    from mamoru.evidence.attachments import Attachments
    from mamoru.evidence.folder import EvidenceFolder, Fault
    from mamoru.evidence.seal import broken_seals
    from mamoru.product.places import evidence_place, workspace_root

    folder = EvidenceFolder(evidence_place(options.path))
    faults = folder.faults() + [
        Fault(file=file, what=what) for file, what in broken_seals(folder, options.key)
    ]
    faults += Attachments(workspace_root(options.path)).faults(folder.evidence())
    serious = [fault for fault in faults if not fault.harmless]
    if options.format == "json":
        told = {
            "schema": "mamoru/evidence-verify/1",
            "runs": folder.names(),
            "head": folder.head(),
            "faults": faults,
        }
        emit(msgspec.json.format(msgspec.json.encode(told), indent=2).decode(), options.output)
    else:
        lines = [FAULTY.fill(n=len(serious))[options.lang]] if serious else []
        lines += [f"  {fault.file}: {fault.what[options.lang]}" for fault in faults]
        if not serious and not folder.names():
            lines.insert(0, NONE[options.lang])
        elif not serious:
            seals = len(list(folder.folder.glob("*.seal")))
            lines.insert(
                0, WHOLE.fill(n=len(folder.names()), seals=seals, head=folder.head()[:16])[options.lang]
            )
        emit("\n".join(lines), options.output)
    return 1 if serious else 0
