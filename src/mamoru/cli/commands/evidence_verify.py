"""`mamoru evidence verify`: are the records of a workspace whole?"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from mamoru.cli.output import emit
from mamoru.language import Lang, Text, joined

if TYPE_CHECKING:
    from mamoru.evidence.verifying import Verified

NAME = ("evidence", "verify")
HELP = Text("証跡に破損・書き換え・欠落がないか確かめる", "tell what evidence is damaged, edited or missing")
FORMATS = ("text", "json")
PATH = Text(
    "ワークスペースのフォルダー（既定: いまのフォルダー）", "the workspace folder (default: this folder)"
)
KEY = Text("この公開鍵（16進）による封印があることを確かめる", "require a seal by this public key (hex)")
AUTHORITY = Text(
    "時刻認証局の証明書（PEM、ルートを含む）。封印の時刻の証明を確かめる",
    "certificates of the time-stamp authority (PEM, with the root): verify the trusted time of seals",
)
NONE = Text(
    "証跡はまだありません（mamoru check でできます）。", "There is no evidence yet (mamoru check makes it)."
)
WHOLE = Text(
    "証跡は揃っています: {records}。ダイジェスト {head}", "The evidence is whole: {records}; head {head}"
)
FAULTY = Text("証跡に問題があります: {n}件", "The evidence has {n} fault(s):")
KINDS = {
    "evidence": Text("{n}回分の検査と試験", "{n} run(s)"),
    "decisions": Text("脆弱性への対応 {n}件", "{n} decision(s)"),
    "inventory": Text("部品の一覧 {n}件", "{n} inventor(ies)"),
    "seals": Text("封印 {n}個", "{n} seal(s)"),
    "times": Text("時刻の証明 {n}個", "{n} time stamp(s)"),
    "acknowledged": Text("認められた欠落 {n}件", "{n} acknowledgement(s)"),
    "adopted": Text("以前の記録の一覧 {n}件", "{n} list(s) of older records"),
}
KNOWN = Text(
    "  {file}: {what}（{on} に {by} が認めた: {reason}）",
    "  {file}: {what} (acknowledged by {by} on {on}: {reason})",
)
KNOWN_TITLE = Text("認められている欠落: {n}件", "Known and acknowledged: {n}")
SINCE = Text("{day} より前は数えていません。", "Not counted before {day}.")
BEFORE = Text(
    "{n}件は古い版の記録で、まだ数えていません（次の記録から数え始めます）。",
    "{n} record(s) of an older Mamoru are not counted yet (the next record begins to).",
)
COVERED = Text(
    "最も新しい封印 {seal} は、{n}件の記録を含みません。",
    "The newest seal, {seal}, does not cover {n} record(s).",
)
NO_SEAL = Text("封印はありません（mamoru evidence seal）。", "There is no seal (mamoru evidence seal).")
TIMES = {
    "verified": Text(
        "封印 {seal} は {time} にありました（時刻の証明を確かめました）。",
        "The seal {seal} was there at {time} (its time stamp was verified).",
    ),
    "not-verified": Text(
        "封印 {seal} には {time} の時刻の証明が付いています。確かめていません（--tsa-certificate）。",
        "The seal {seal} is bound to a token of {time}, not verified (--tsa-certificate).",
    ),
    "unread": Text(
        "封印 {seal} には時刻の証明が付いていますが、読むには rfc3161-client が要ります（pipx inject mamoru rfc3161-client）。",
        "The seal {seal} is bound to a token; reading it needs rfc3161-client (pipx inject mamoru rfc3161-client).",
    ),
}
TO_DO = Text(
    "次にすること: git にあるなら、元に戻してください（git log -- .mamoru で探し、git checkout コミット -- .mamoru/ファイル）。控えがあれば、そこから写してください。\n"
    "戻せないときは、認める人の名前と理由を残します: mamoru evidence acknowledge {path} ファイル --by 名前 --reason 理由\n"
    "問題のある記録は、どちらにしても判定に数えません。",
    "What to do: where it is in git, put it back (find it with git log -- .mamoru, then git checkout COMMIT -- .mamoru/FILE); else from a backup.\n"
    "Where it cannot be had, a person acknowledges the loss: mamoru evidence acknowledge {path} FILE --by NAME --reason TEXT\n"
    "Until then and after it, faulty records do not count in any assessment.",
)


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("path", nargs="?", type=Path, default=Path(), metavar="DIR", help=PATH[lang])
    parser.add_argument("--key", metavar="HEX", help=KEY[lang])
    parser.add_argument("--tsa-certificate", type=Path, metavar="PEM", help=AUTHORITY[lang])


def run(options: argparse.Namespace) -> int:
    """List the faults; status 1 where there is one that matters, 3 where there is no record."""
    import msgspec

    from mamoru.evidence.time_token import certificates_in, require_reader
    from mamoru.evidence.verifying import verified
    from mamoru.exit_status import ended
    from mamoru.looked import Seen, looked_at
    from mamoru.product.places import workspace_root

    authority = None
    if options.tsa_certificate is not None:
        require_reader()
        authority = certificates_in(options.tsa_certificate)
    told = verified(workspace_root(options.path), options.key, authority)
    if options.format == "json":
        emit(msgspec.json.format(msgspec.json.encode(told), indent=2).decode(), options.output)
    else:
        emit("\n".join(text[options.lang] for text in _lines(told, options.path)), options.output)
    counted = sum(told.records.values())
    looked = looked_at(Seen.RECORDS, counted, counted, ())
    return ended("evidence verify", found=bool(told.serious), looked=looked)


def _lines(told: "Verified", path: Path) -> list[Text]:
    """What was found, the result first."""
    kinds = joined([KINDS[kind].fill(n=n) for kind, n in told.records.items() if kind in KINDS])
    if told.serious:
        lines = [FAULTY.fill(n=len(told.serious))]
    elif told.records:
        lines = [WHOLE.fill(records=kinds, head=told.head[:16])]
    else:
        lines = [NONE]
    lines += [_line(fault.file, fault.what) for fault in told.faults]
    if told.known:
        lines.append(KNOWN_TITLE.fill(n=len(told.known)))
        lines += [KNOWN.fill(file=k.file, what=k.what, on=k.on, by=k.by, reason=k.reason) for k in told.known]
    if told.since is not None:
        lines.append(SINCE.fill(day=f"{told.since:%Y-%m-%d}"))
    if told.before:
        lines.append(BEFORE.fill(n=told.before))
    if told.newest_seal is not None and told.uncovered:
        lines.append(COVERED.fill(seal=told.newest_seal, n=told.uncovered))
    elif told.newest_seal is None and told.records:
        lines.append(NO_SEAL)
    for each in told.times:
        if each.held in TIMES:
            time = "" if each.time is None else f"{each.time:%Y-%m-%d %H:%M:%S} UTC"
            lines.append(TIMES[each.held].fill(seal=each.seal, time=time))
    return lines + ([TO_DO.fill(path=path)] if told.serious else [])


def _line(file: str, what: Text) -> Text:
    return Text(f"  {file}: {what.ja}", f"  {file}: {what.en}")
