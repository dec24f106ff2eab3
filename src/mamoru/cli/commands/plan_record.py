"""`mamoru plan record DIR TEST`: keep the result of a test by hand as evidence."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from mamoru.cli.output import emit
from mamoru.cli.parser import add_day
from mamoru.language import Lang, Text

NAME = ("plan", "record")
HELP = Text("手作業の試験の結果を証跡として記録する", "record the result of a test by hand as evidence")
FORMATS = ("text", "json")
PATH = Text("製品かワークスペースのフォルダー", "a product or workspace folder")
TEST = Text(
    "試験のID（mamoru plan が示す。例: TC-DEL-01）",
    "id of the test, as mamoru plan tells (example: TC-DEL-01)",
)
RESULT = Text(
    "pass 合格、fail 不合格、na 対象外（--note に理由）", "pass, fail, or na: does not apply (why in --note)"
)
BY = Text("試験をした人", "who made the test")
DEVICE = Text("試験した実機のシリアル番号", "serial number of the device tested")
NOTE = Text("所見", "remark")
ATTACH = Text("写真・ログ・記録のファイル（何度でも）", "a photograph, log or record (may be repeated)")
PRODUCT = Text("製品の識別名（いくつもあるとき）", "id of the product, where there are several")
RELEASE = Text("試験した版（既定: 最新）", "release that was tested (default: the latest)")
KEPT = {
    "pass": Text("{test} の合格を記録しました。", "{test}: kept as passed."),
    "fail": Text(
        "{test} の不合格を記録しました。直してから、同じ試験をもう一度記録します。",
        "{test}: kept as failed. Mend it, test again and record that.",
    ),
    "na": Text("{test} を対象外として記録しました。", "{test}: kept as not applicable."),
}
CLAIMS = Text("この結果が裏付ける・否定する事項: {claims}", "Claims it speaks of: {claims}")
ATTESTED = Text("証跡として数えます（attested）。", "It counts as attested.")
ATTACHED = Text("添付 {name}  sha256 {digest}", "Attached {name}  sha256 {digest}")


def arguments(parser: argparse.ArgumentParser, lang: Lang) -> None:
    """The command's options."""
    parser.add_argument("path", type=Path, metavar="DIR", help=PATH[lang])
    parser.add_argument("test", metavar="TEST", help=TEST[lang])
    parser.add_argument("--result", required=True, choices=["pass", "fail", "na"], help=RESULT[lang])
    parser.add_argument("--by", required=True, metavar="NAME", help=BY[lang])
    parser.add_argument("--device", metavar="SERIAL", help=DEVICE[lang])
    parser.add_argument("--note", metavar="TEXT", help=NOTE[lang])
    parser.add_argument(
        "--attach", action="extend", nargs="+", type=Path, default=[], metavar="FILE", help=ATTACH[lang]
    )
    parser.add_argument("--product", metavar="ID", help=PRODUCT[lang])
    parser.add_argument("--release", metavar="VERSION", help=RELEASE[lang])
    add_day(parser, lang)


def run(options: argparse.Namespace) -> int:
    """Keep it; 0 when it was kept, whatever the result was."""
    from mamoru.assessment.report.plain_text import plain
    from mamoru.cli.presenting import indented
    from mamoru.evidence import Grade
    from mamoru.jobs.plan.testing import Handed, record_result
    from mamoru.verification.plan import Result

    now = datetime.now(UTC)
    handed = Handed(
        case=options.test,
        result=Result(options.result),
        by=options.by,
        on=options.on or now.astimezone().date(),
        device=options.device,
        note=options.note,
        attach=tuple(options.attach),
        product=options.product,
        release=options.release,
    )
    kept = record_result(options.path, handed, at=now, today=now.astimezone().date())
    if options.format == "json":
        emit(indented(kept), options.output)
        return 0
    lang = options.lang
    lines = [
        KEPT[options.result].fill(test=options.test)[lang],
        "  " + CLAIMS.fill(claims=", ".join(kept.claims))[lang],
    ]
    if shown := kept.evidence.shows:
        told = ATTESTED if shown[0].grade is Grade.ATTESTED else shown[0].proof
        lines.append("  " + plain(told[lang]))
    hand = kept.evidence.by_hand
    for each in hand.attachments if hand else ():
        lines.append("  " + plain(ATTACHED.fill(name=each.name, digest=each.sha256[:16])[lang]))
    emit("\n".join(lines), options.output)
    return 0
