"""`mamoru evidence seal`: sign the evidence, or give its digest to publish."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from mamoru.cli.output import emit
from mamoru.errors import InputError
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
TOKEN = Text(
    "封印の digest に対する時刻の証明（RFC 3161）のファイルを、その封印に結び付ける",
    "bind a time-stamp token (RFC 3161) over a seal's digest, made elsewhere, to that seal",
)
SERVER = Text(
    "封印し、その digest だけを時刻認証局（https）に送って、時刻の証明を結び付ける",
    "seal, send only its digest to this time-stamp server (https), and bind the token it gives",
)
BOUND = Text(
    "封印 {seal} に {time} の時刻の証明を結び付けました。確かめるには: mamoru evidence verify {path} --tsa-certificate PEM",
    "Bound to the seal {seal}: a token of {time}. To verify it: mamoru evidence verify {path} --tsa-certificate PEM",
)
NOT_BOTH = Text(
    "--token は、すでにある封印に結び付けます。", "--token is bound to a seal that is there already."
)
NOT_BOTH_REMEDY = Text(
    "先に --key で封印し、次に --token だけで実行してください。",
    "Seal with --key first, then run it with --token alone.",
)
SIGNED = Text("{n}件の記録に署名しました。公開鍵 {key}", "Signed {n} record(s). Public key {key}")
PUBLISH = Text(
    "{n}件の記録のダイジェスト: {head}\n別の場所（メール、掲示、git のタグなど）に残すと、あとからの書き換えが分かります。",
    "Digest of {n} record(s): {head}\nKeep it elsewhere (mail, a public page, a git tag), and later edits can be told.",
)


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("path", nargs="?", type=Path, default=Path(), metavar="DIR", help=PATH[lang])
    parser.add_argument("--key", type=Path, metavar="FILE", help=KEY[lang])
    time = parser.add_mutually_exclusive_group()
    time.add_argument("--token", type=Path, metavar="FILE", help=TOKEN[lang])
    time.add_argument("--tsa", metavar="URL", help=SERVER[lang])


def run(options: argparse.Namespace) -> int:
    """Seal and tell; with a token, bind that to the seal that is there."""
    import msgspec

    from mamoru.evidence.seal import seal
    from mamoru.evidence.time_token import read_from, require_reader, require_safe
    from mamoru.evidence.trusted_time import bind, stamp
    from mamoru.product.places import workspace_root

    root, at = workspace_root(options.path), datetime.now(UTC).replace(microsecond=0)
    token = None
    if options.token is not None:
        if options.key is not None:
            raise InputError(NOT_BOTH, NOT_BOTH_REMEDY)
        token = read_from(options.token)
        sealed = bind(root, token, at=at)
    else:
        if options.tsa is not None:
            require_safe(options.tsa)
            require_reader()
        sealed = seal(root, at=at, key=options.key)
        if options.tsa is not None:
            token = stamp(root, sealed, options.tsa, at=at)
    made = sealed.seal
    time = None if token is None else token.at
    if options.format == "json":
        told = {"name": sealed.name, "digest": sealed.digest, **msgspec.to_builtins(made)}
        told |= {} if time is None else {"time": time}
        emit(msgspec.json.format(msgspec.json.encode(told), indent=2).decode(), options.output)
        return 0
    lines = []
    if made.signature is not None:
        lines.append(SIGNED.fill(n=len(made.records), key=made.key))
    elif token is None:
        lines.append(PUBLISH.fill(n=len(made.records), head=made.head))
    if time is not None:
        lines.append(BOUND.fill(seal=sealed.name, time=f"{time:%Y-%m-%d %H:%M:%S} UTC", path=options.path))
    emit("\n".join(line[options.lang] for line in lines), options.output)
    return 0
