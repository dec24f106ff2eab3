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
SIGNED = Text("{n}件の記録に署名しました。公開鍵 {key}", "Signed {n} record(s). Public key {key}")
PUBLISH = Text(
    "{n}件の記録のダイジェスト: {head}\n別の場所（メール、掲示、git のタグなど）に残すと、あとからの書き換えが分かります。",
    "Digest of {n} record(s): {head}\nKeep it elsewhere (mail, a public page, a git tag), and later edits can be told.",
)


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("path", nargs="?", type=Path, default=Path(), metavar="DIR", help=PATH[lang])
    parser.add_argument("--key", type=Path, metavar="FILE", help=KEY[lang])


def run(options: argparse.Namespace) -> int:
    """Seal and tell."""
    import msgspec

    from mamoru.evidence.seal import seal
    from mamoru.product.places import workspace_root

    sealed = seal(workspace_root(options.path), at=datetime.now(UTC).replace(microsecond=0), key=options.key)
    made = sealed.seal
    if options.format == "json":
        told = {"name": sealed.name, "digest": sealed.digest, **msgspec.to_builtins(made)}
        emit(msgspec.json.format(msgspec.json.encode(told), indent=2).decode(), options.output)
    elif made.signature is not None:
        emit(SIGNED.fill(n=len(made.records), key=made.key)[options.lang], options.output)
    else:
        emit(PUBLISH.fill(n=len(made.records), head=made.head)[options.lang], options.output)
    return 0
