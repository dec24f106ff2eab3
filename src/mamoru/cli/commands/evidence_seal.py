"""`mamoru evidence seal`: sign the evidence, or give its digest to publish."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from mamoru.cli.output import emit
from mamoru.language import Lang, Text

NAME = ("evidence", "seal")
HELP = Text(
    "証跡に署名するか、公開用のダイジェストを出す", "sign the evidence, or give its digest to publish"
)
FORMATS = ("text", "json")
PATH = Text(
    "ワークスペースのフォルダー（既定: いまのフォルダー）", "the workspace folder (default: this folder)"
)
KEY = Text("署名するEd25519の秘密鍵（PEM）", "Ed25519 private key (PEM) to sign with")
SIGNED = Text("{n}回分の記録に署名しました。公開鍵 {key}", "Signed {n} run(s). Public key {key}")
PUBLISH = Text(
    "{n}回分の記録のダイジェスト: {head}\n別の場所（メール、掲示、git のタグなど）に残すと、あとからの書き換えが分かります。",
    "Digest of {n} run(s): {head}\nKeep it elsewhere (mail, a public page, a git tag), and later edits can be told.",
)


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("path", nargs="?", type=Path, default=Path(), metavar="DIR", help=PATH[lang])
    parser.add_argument("--key", type=Path, metavar="FILE", help=KEY[lang])


def run(options: argparse.Namespace) -> int:
    """Seal and tell."""
    import msgspec

    from mamoru.evidence.folder import EvidenceFolder
    from mamoru.evidence.seal import seal
    from mamoru.product.places import evidence_place

    folder = EvidenceFolder(evidence_place(options.path))
    sealed = seal(folder, at=datetime.now(UTC).replace(microsecond=0), key=options.key)
    if options.format == "json":
        emit(msgspec.json.format(msgspec.json.encode(sealed), indent=2).decode(), options.output)
    elif sealed.signature is not None:
        emit(SIGNED.fill(n=len(sealed.runs), key=sealed.key)[options.lang], options.output)
    else:
        emit(PUBLISH.fill(n=len(sealed.runs), head=sealed.head)[options.lang], options.output)
    return 0
